"""5,000 damaged packages: each is read, edited and saved, or told to the clerk in one sentence.

Damaged, torn, lying and malicious ones, made from a seed (``corpus/damage.py``): bytes, zip directories, part
names, XML, encodings, references, counts, document types, bombs. None takes ten seconds of the processor or
1 GiB; one that hangs ends the run with a traceback. ``INVOICING_XL_DAMAGE`` asks for another number of cases.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.workbook.corpus.damage import MEMORY, SECONDS

ROOT = Path(__file__).resolve().parents[2]
CASES = int(os.environ.get("INVOICING_XL_DAMAGE", "5000"))
WORKERS = 2


def test_damage_is_told_or_harmless(tmp_path: Path) -> None:
    share = CASES // WORKERS
    running = [_started(tmp_path, number, share) for number in range(WORKERS)]
    told = worked = 0
    for process in running:
        out, error = process.communicate(timeout=280)
        assert process.returncode == 0, error.decode(errors="replace")
        result = json.loads(out)
        assert result["wrong"] == {}
        assert result["memory"] < MEMORY
        assert result["slowest"] < SECONDS
        told, worked = told + result["told"], worked + result["worked"]
    assert told + worked == share * WORKERS
    assert told > CASES // 2  # most damage cannot be repaired by us
    assert worked > CASES // 20  # and some does not matter


def _started(folder: Path, number: int, share: int) -> subprocess.Popen[bytes]:
    own = folder / str(number)
    own.mkdir()
    command = [
        sys.executable,
        "-m",
        "tests.workbook.corpus.damage",
        str(own),
        str(number * share),
        str(share),
    ]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
