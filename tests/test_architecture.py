"""The dependency table of the package, held against its imports. A new arrow is a changed line here."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "invoicing_xl"

CORE = {"checks", "corrections", "layout", "model", "statements"}
MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "layout": {"model"},
    "checks": {"model"},
    "corrections": {"model", "checks"},
    "statements": {"model"},
    "workbook": {"model"},
    "calc": {"model", "workbook"},
    "tasks": CORE | {"workbook"},
    "surface": {"tasks", "workbook", "model", "calc"},
    "build": CORE | {"surface", "tasks", "workbook", "calc"},
}

COLUMNS = {"numpy", "pandas", "pyarrow"}
THIRD_PARTY: dict[str, set[str]] = {
    "model": COLUMNS,
    "model/words.py": {"num2words"},
    "layout": COLUMNS,
    "checks": COLUMNS | {"rapidfuzz", "stdnum"},
    "corrections": COLUMNS,
    "statements": COLUMNS,
    "workbook": COLUMNS,
    "workbook/file.py": COLUMNS | {"platformdirs"},
    "workbook/live": COLUMNS | {"xlwings"},
    "workbook/opc": COLUMNS | {"isal", "lxml", "openpyxl", "python_calamine", "xlsxwriter"},
    "calc": COLUMNS | {"xlwings"},
    "tasks": COLUMNS,
    "surface": {"numpy", "platformdirs", "rich", "typer", "xlwings"},
    "build": COLUMNS | {"xlsxwriter"},
    "build/pictures.py": {"pypdfium2"},
}


def modules() -> Iterator[Path]:
    yield from sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rule(path: Path) -> str:
    """The most exact line of THIRD_PARTY for a file."""
    relative = path.relative_to(PACKAGE).as_posix()
    fitting = [name for name in THIRD_PARTY if relative == name or relative.startswith(f"{name}/")]
    return max(fitting, key=len)


PATHS = [path for path in modules() if path.parent != PACKAGE]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_folder_imports_only_what_its_line_allows(path: Path) -> None:
    folder = path.relative_to(PACKAGE).parts[0]
    own = {name.split(".")[1] for name in imported(path) if name.startswith("invoicing_xl.")}
    known = {child.name for child in PACKAGE.iterdir() if child.is_dir()}
    assert own & known <= MAY_IMPORT[folder] | {folder}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_file_imports_only_the_packages_its_line_allows(path: Path) -> None:
    packages = {name.split(".")[0] for name in imported(path)} - set(sys.stdlib_module_names)
    assert packages - {"invoicing_xl", ""} <= THIRD_PARTY[rule(path)]


def test_the_top_level_only_puts_surface_and_build_together() -> None:
    """``surface`` does not know ``build``, yet both are commands of one program."""
    imports = {name for path in PACKAGE.glob("*.py") for name in imported(path) if "invoicing_xl." in name}
    assert {name.split(".")[1] for name in imports} == {"build", "main", "surface"}


def test_every_folder_has_its_line() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders == set(MAY_IMPORT)


def test_the_top_level_holds_what_was_fixed_and_nothing_else() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    top = {line.split("/")[0] for line in listed.stdout.splitlines()}
    allowed = {"pyproject.toml", "invoicing_xl", "workbooks", "vba", "tests", "README.md"}
    assert {name for name in top if not name.startswith(".")} <= allowed
