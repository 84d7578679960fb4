"""What install did, kept beside the clerk's data, so that uninstall takes back exactly that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from invoicing_xl.model.errors import ClerkMessage

_FORMAT = 1


@dataclass(frozen=True)
class Record:
    """``files`` are hashes by path, ``folders`` were made for them.

    ``entry`` is the line that was added to the list of the Excel whose version is ``excel``.
    """

    version: str
    files: Mapping[str, str] = field(default_factory=dict)
    folders: tuple[str, ...] = ()
    excel: str = ""
    entry: str = ""

    def to_bytes(self) -> bytes:
        answer = {
            "format": _FORMAT,
            "version": self.version,
            "files": dict(self.files),
            "folders": list(self.folders),
            "excel": self.excel,
            "entry": self.entry,
        }
        return (json.dumps(answer, indent=2, ensure_ascii=False) + "\n").encode()

    def wrote(self, path: Path) -> bool:
        """Whether the file is one that install wrote and nobody changed since."""
        return self.files.get(str(path)) == hash_of(path)


def hash_of(path: Path) -> str:
    """SHA-256 of a file; "" where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def read_record(path: Path) -> Record | None:
    """None where nothing was installed. ClerkMessage where the record cannot be read."""
    try:
        answer = json.loads(path.read_text(encoding="utf-8"))
        if answer.pop("format") != _FORMAT:
            raise ValueError("another format")
        return Record(**answer | {"folders": tuple(answer["folders"])})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ClerkMessage(
            "The record of what was installed cannot be read.",
            where=str(path),
            next_step="Close Excel, delete this file and invoicing.xlam, and install again.",
        ) from error
