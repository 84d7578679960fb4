"""Answers calls of worksheet functions as the process behind Excel does, through xlwings' own code.

Run as a program: it reads pickled calls (way, function, arguments) and writes what each gave, or what was
raised. Ways are "call_udf" and "CallUDF", which the add-in uses.
"""

import logging
import pickle
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from pywin32_stand_ins import xlwings_of_windows

MODULE = "invoicing_xl.surface.udfs"


def main() -> None:
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    com_server = xlwings_of_windows()
    excel = com_server.XLPython()
    ways = {
        "call_udf": lambda name, given: com_server.call_udf(MODULE, name, given, None, None),
        "CallUDF": lambda name, given: excel.CallUDF(MODULE, name, given, None, None),
    }
    answers: list[object] = []
    for way, name, given in pickle.load(sys.stdin.buffer):
        try:
            answers.append(ways[way](name, given))
        except BaseException as error:  # noqa: BLE001 - every kind of failure is a result here
            answers.append(error)
    pickle.dump(answers, sys.stdout.buffer)


if __name__ == "__main__":
    main()
