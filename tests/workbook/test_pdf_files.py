"""Names of PDF files, and how they get into place."""

from pathlib import Path

import pytest

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.pdf_files import drafts_beside, file_names, put_in_place


def test_names_are_those_of_the_sheets_as_far_as_a_file_may_bear_them() -> None:
    sheets = ["K001 2026-05", "A<1", "a>1", 'A"1', "Ada.", "...", "Zoë 2", "Con", "LPT1", "Aux.x", "Console"]
    assert file_names(sheets) == [
        "K001 2026-05.pdf",
        "A-1.pdf",
        "a-1 (2).pdf",
        "A-1 (3).pdf",
        "Ada.pdf",
        "Sheet.pdf",
        "Zoë 2.pdf",
        "Con-.pdf",
        "LPT1-.pdf",
        "Aux.x-.pdf",
        "Console.pdf",
    ]


def drafted(drafts: Path, *names: str) -> list[str]:
    for name in names:
        (drafts / name).write_text(f"new {name}")
    return list(names)


def standing(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def test_new_files_take_the_place_of_older_ones(tmp_path: Path) -> None:
    folder = tmp_path / "for" / "post"
    for _ in range(2):
        with drafts_beside(folder) as drafts:
            put = put_in_place(drafts, folder, drafted(drafts, "a.pdf", "b.pdf"))
    assert put == [folder / "a.pdf", folder / "b.pdf"]
    assert standing(folder) == {"a.pdf": "new a.pdf", "b.pdf": "new b.pdf"}
    assert len(list(folder.iterdir())) == 2


def test_all_are_put_back_where_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_text("older a")
    (tmp_path / "b.pdf").write_text("older b, open in a viewer")
    replace = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if self == tmp_path / "b.pdf":
            raise PermissionError(13, "The file is in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    with (
        pytest.raises(ClerkMessage, match="The file is in use") as refused,
        drafts_beside(tmp_path) as drafts,
    ):
        put_in_place(drafts, tmp_path, drafted(drafts, "a.pdf", "b.pdf", "c.pdf"))
    assert refused.value.where == str(tmp_path / "b.pdf")
    assert standing(tmp_path) == {"a.pdf": "older a", "b.pdf": "older b, open in a viewer"}


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ClerkMessage), drafts_beside(tmp_path / "file" / "folder"):
        pass
