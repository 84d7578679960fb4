"""Formulas between Excel's words (A1, commas, ``Sheet!``) and those of LibreOffice's API.

The API's grammar is English with semicolons, ``$Sheet.A1``, ``|`` between the rows of an array, ``~`` for a
union and ``!`` for an intersection. LibreOffice's own FormulaParser knows Excel's grammar, but lower-cases
names of tables, sheets and functions that it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_WORDS = r"""
      "(?:[^"]|"")*"                                # a text
    | \#[A-Z][A-Z0-9/_]*[!?]?                       # an error value
    | [^\W\d][\w.\\]*                               # a function, a name, a cell
    | \d+(?:\.\d*)?(?:E[-+]?\d+)?                   # a number, a row
    | \s+
    | .
    """
_SHEET = r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!(?=[$\w'])"
_EXCEL = re.compile(f"{_SHEET} | {_WORDS}", re.VERBOSE | re.DOTALL)
_CALC = re.compile(_WORDS, re.VERBOSE | re.DOTALL)
_CALC_SHEET = re.compile(
    r"""
    "(?:[^"]|"")*"
    | \$?(?:'((?:[^']|'')+)'|([^\W\d]\w*))\.
      (?=\$?[A-Za-z]{1,3}\$?\d{1,7}(?![\w(.]) | \$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(])
         | \$?\d{1,7}:\$?\d{1,7} | [^\W\d]\w*(?![\w(.]))
    """,
    re.VERBOSE,
)
_PLAIN_SHEET = re.compile(r"[^\W\d]\w*")
_CELL_LIKE = re.compile(r"[A-Za-z]{1,3}\d{1,7}|[Rr]\d*(?:[Cc]\d*)?|[Cc]\d*")
_ADDIN = re.compile(r"COM\.SUN\.STAR\.SHEET\.ADDIN\.ANALYSIS\.GET", re.IGNORECASE)
_NEWER = re.compile(r"_xlfn\.(?:_xlws\.)?", re.IGNORECASE)
_THIS_ROW = re.compile(r"\[@(?:\[([^\[\]]*)\]|([^\[\]]*))\]")
_ITEM = re.compile(r"(?<!\[)\[(#[A-Za-z ]+)\]")
_ITEM_OF_CALC = re.compile(r"\[\[(#[A-Za-z ]+)\]\]")
_TRUTH_OF_CALC = re.compile(r"(?<![\w.])(TRUE|FALSE)\(\)")
_WORD = re.compile(r"[^\W\d]")


def to_calc(formula: str) -> str:
    """Excel's formula, "=" included, in LibreOffice's words."""
    text = _outside_texts(formula, _in_calcs_words)
    out: list[str] = []
    opened: list[str] = []  # what is open: "call", "group", "{" or "["
    tokens = _EXCEL.findall(text)
    for at, token in enumerate(tokens):
        inside = opened[-1] if opened else ""
        if token == "(":
            opened.append("call" if _before(tokens, at)[-1:].isalnum() else "group")
        elif token in "{[":
            opened.append(token)
        elif token in ")}]":
            del opened[-1:]
        elif inside == "[" and not (token == "," and tokens[at - 1] == "]"):
            pass  # the name of a column may hold anything
        elif token == ",":
            token = "~" if inside == "group" else ";"
        elif token == ";":
            token = "|"
        elif token.endswith("!") and token[0] != "#":
            token = f"${_quoted(token[:-1])}."
        elif token.isspace():
            token = "!" if _intersects(tokens, at) else token
        elif token == "@":
            token = ""  # implicit intersection is what Calc does anyway
        elif token.upper() in ("TRUE", "FALSE") and _after(tokens, at) != "(":
            token = f"{token.upper()}()"  # without parentheses Calc keeps a number
        out.append(token)
    return "".join(out)


def to_excel(formula: str) -> str:
    """LibreOffice's formula, "=" included, in Excel's words; the braces of an array formula are taken off."""
    if formula.startswith("{=") and formula.endswith("}"):
        formula = formula[1:-1]
    out: list[str] = []
    braces = brackets = 0
    tokens = list(_tokens_of_calc(formula))
    for at, token in enumerate(tokens):
        if token[0] in "\"'#" or token.endswith("\0"):
            out.append(token.rstrip("\0"))
            continue
        braces += (token == "{") - (token == "}")
        brackets += (token == "[") - (token == "]")
        if token == ";":
            token = ","
        elif brackets:
            pass
        elif token == "|":
            token = ";" if braces else token
        elif token in "~!":
            token = {"~": ",", "!": " "}[token]
        elif _WORD.match(token) and _after(tokens, at) == "(":
            # Calc lower-cases the names of functions that it does not know.
            token = _NEWER.sub("", _ADDIN.sub("", token)).upper()
        out.append(token)
    return _outside_texts("".join(out), _in_excels_words)


def quoted_sheet(name: str) -> str:
    """A sheet's name as it stands before the "!" of a reference."""
    if _PLAIN_SHEET.fullmatch(name) and not _CELL_LIKE.fullmatch(name):
        return name
    return "'" + name.replace("'", "''") + "'"


def _quoted(sheet: str) -> str:
    return sheet if sheet.startswith("'") else f"'{sheet}'"


def _tokens_of_calc(formula: str) -> Iterator[str]:
    """The tokens; a sheet comes as Excel writes it, marked by a last "\\0"."""
    at = 0
    last_sheet = ""
    for match in _CALC_SHEET.finditer(formula):
        between = formula[at : match.start()]
        yield from _CALC.findall(between)
        at = match.end()
        if match[0].startswith('"'):
            yield match[0]
        else:
            sheet = quoted_sheet((match[1] or match[2]).replace("''", "'")) + "!"
            # $S.A1:$S.A3 says the sheet twice, Excel once.
            if not (between.endswith(":") and sheet == last_sheet):
                yield sheet + "\0"
            last_sheet = sheet
    yield from _CALC.findall(formula[at:])


def _in_calcs_words(part: str) -> str:
    """What is to be said differently outside of texts, wherever it stands."""
    return _ITEM.sub(r"[[\1]]", _THIS_ROW.sub(_this_row, _NEWER.sub("", part)))


def _in_excels_words(part: str) -> str:
    return _ITEM_OF_CALC.sub(r"[\1]", _TRUTH_OF_CALC.sub(r"\1", part))


def _this_row(match: re.Match[str]) -> str:
    column = match[1] or match[2]
    return f"[[#This Row],[{column}]]" if column else "[#This Row]"


def _outside_texts(formula: str, change: Callable[[str], str]) -> str:
    parts = re.split(r'("(?:[^"]|"")*")', formula)
    return "".join(part if at % 2 else change(part) for at, part in enumerate(parts))


def _before(tokens: list[str], at: int) -> str:
    return next((token for token in reversed(tokens[:at]) if not token.isspace()), "")


def _after(tokens: list[str], at: int) -> str:
    return next((token for token in tokens[at + 1 :] if not token.isspace()), "")


def _intersects(tokens: list[str], at: int) -> bool:
    """Is the blank at this place the operator between two references?"""
    before, after = _before(tokens, at), _after(tokens, at)
    return bool(
        (before[-1:].isalnum() or before in (")", "]"))
        and (_WORD.match(after) or after.endswith("!") or after == "$")
        and not (before.replace(".", "").isdigit() and after[:1].isdigit())
    )
