"""Statements: a sheet for each customer, and the index that ties them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from invoicing_xl.model.posting import ledger_of
