"""Calls worksheet functions in a process of its own, through xlwings' own code for Windows."""

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Call:
    """``way`` is "call_udf" or "CallUDF"; ``given`` are values as COM hands them over."""

    way: str
    name: str
    given: tuple[object, ...]


@dataclass(frozen=True)
class Answered:
    """What every call gave (or an exception), and what was logged meanwhile."""

    answers: list[object]
    log: str


def answered(calls: Sequence[Call]) -> Answered:
    asked = pickle.dumps([(call.way, call.name, call.given) for call in calls])
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("server.py"))],
        input=asked,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=240,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    return Answered(pickle.loads(done.stdout), done.stderr.decode())
