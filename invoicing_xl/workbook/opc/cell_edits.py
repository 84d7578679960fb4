"""Edits of a sheet's cells, made in a package: all of them, or a ClerkMessage that names the obstacle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from invoicing_xl.model.cells import MAX_ROW, Area, Content, address
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.opc.cell_text import cell_type, refuse_unwritable
from invoicing_xl.workbook.opc.deflate import Packed
from invoicing_xl.workbook.opc.meant import Meant, Place
from invoicing_xl.workbook.opc.names import grow_names
from invoicing_xl.workbook.opc.obstacles import Obstacles, refuse_stale, same
from invoicing_xl.workbook.opc.package import Package, SheetPart
from invoicing_xl.workbook.opc.pivots import refresh_pivots
from invoicing_xl.workbook.opc.refusals import damaged
from invoicing_xl.workbook.opc.scan_cells import Damaged
from invoicing_xl.workbook.opc.scan_xml import RunLook
from invoicing_xl.workbook.opc.sheet import Seen, SheetPatch
from invoicing_xl.workbook.opc.sheet_cells import Change
from invoicing_xl.workbook.opc.sheet_frame import growing
from invoicing_xl.workbook.opc.strings import read_strings_at
from invoicing_xl.workbook.opc.styles import CellStyles
from invoicing_xl.workbook.opc.tables import (
    TablePart,
    filled_down,
    grow_table,
    tables_of,
    tables_to_grow,
)


def apply_edits(package: Package, sheet: SheetPart, edits: Sequence[Edit]) -> Meant:
    """Makes the edits of one sheet. ClerkMessage where one of them must not be made.

    A text whose letters all look the same, though not as their cell says, gives that look to the text that
    replaces it. Where letters look different from each other, or something else than a text comes, the new
    content looks as the cell says.
    """
    for edit in edits:
        refuse_unwritable(edit.after, f"{sheet.name}!{edit.cell}")
    styles = CellStyles(package)
    changes = {(edit.row, edit.column): _change_of(edit) for edit in edits}
    patch = SheetPatch(package, sheet.part, changes, styles.restyled)
    data = package.packed(patch.pieces())
    obstacles = Obstacles(package, sheet, patch)
    now, looks = _contents(package, patch.seen)
    for edit in edits:
        place = (edit.row, edit.column)
        obstacles.refuse(place, changes[place])
        if obstacles.in_array(place):  # every cell of an array shows its formula, and only the first holds it
            now[place] = replace(now[place], formula=edit.before.formula)
        refuse_stale(sheet.name, edit, now[place], styles.code(patch.seen[place].style))
    kept = {
        place: replace(changes[place], look=found[0])
        for place, found in looks.items()
        if len(found) == 1 and cell_type(changes[place].content or Content()) == b"inlineStr"
    }
    if kept:  # seldom: what letters look like is known only now
        patch = SheetPatch(package, sheet.part, changes | kept, styles.restyled)
        data = package.packed(patch.pieces())
    _settle(package, sheet, patch, data)
    refresh_pivots(package, sheet, [p for p, change in changes.items() if change.content is not None])
    written = {place: change.content for place, change in changes.items()}
    plain = (place for place in looks.keys() - kept.keys() if _filled(written[place] or Content()))
    return Meant(written, frozenset(patch.rows), plain=frozenset(plain))


def append_rows(
    package: Package, sheet: SheetPart, rows: Sequence[Sequence[Content]], used: Area | None
) -> Meant:
    """Writes the rows below ``used``, the used area of the sheet.

    New cells look like those of the last used row. A table that ends there grows with its filter, and its
    calculated columns are filled down. What holds for the last used row holds for the new ones: conditional
    formats, validations, the sheet's filter, and names that stand for the rows from the first (or the first
    below the headings) to the last. ClerkMessage where a table or merged cells are in the way.
    """
    last = used.last_row if used else 0
    new_last, width = last + len(rows), max(map(len, rows))
    if new_last > MAX_ROW:
        raise ClerkMessage(f"The sheet has no room for {len(rows):,} more rows.", where=sheet.name)
    tables = tables_of(package, sheet.part)
    grown = tables_to_grow(tables, last, new_last, range(1, width + 1), sheet.name)
    columns = sorted({*range(1, width + 1), *(c for table in grown for c in _columns(table))})
    above = _look(package, sheet, [(last, column) for column in columns]) if last else {}
    formulas = {column: seen.content.formula for (_, column), seen in above.items()}
    contents = filled_down(grown, last, new_last, formulas) | _given(sheet, rows, last, grown)
    heading = used is None or used.first_row == last or any(t.is_header(last, _columns(t)[0]) for t in grown)
    changes = {
        (number, column): _appended(
            contents.get((number, column)), None if heading else above.get((last, column))
        )
        for number in range(last + 1, new_last + 1)
        for column in columns
    }
    styles = CellStyles(package)
    bodies = [table.area for table in grown] or ([used] if used else [])
    grow = growing(bodies, last, new_last)
    patch = SheetPatch(package, sheet.part, changes, styles.restyled, grow)
    data = package.packed(patch.pieces())
    obstacles = Obstacles(package, sheet, patch)
    for place, change in changes.items():
        obstacles.refuse(place, change)
    for table in grown:
        grow_table(package, table, new_last)
    grow_names(package, sheet.name, growing(bodies, last, new_last, from_start=True))
    _settle(package, sheet, patch, data)
    refresh_pivots(package, sheet, contents)
    return Meant({place: contents.get(place) for place in changes}, frozenset(patch.rows))


def fills_of(package: Package, sheet: SheetPart, places: Iterable[Place]) -> dict[Place, str | None]:
    """The fills of cells, as ``CellStyles.fill`` has them; the whole part is read on the way."""
    styles = CellStyles(package)
    return {place: styles.fill(seen.style) for place, seen in _look(package, sheet, places).items()}


def _look(package: Package, sheet: SheetPart, places: Iterable[Place]) -> dict[Place, Seen]:
    patch = SheetPatch(package, sheet.part, dict.fromkeys(places, Change()), lambda xf, _: xf)
    for _ in patch.pieces():
        pass
    return patch.seen


def _filled(content: Content) -> bool:
    return content.formula is not None or content.value not in (None, "")


def _given(
    sheet: SheetPart, rows: Sequence[Sequence[Content]], last: int, grown: Sequence[TablePart]
) -> dict[Place, Content]:
    """What the rows put where; a blank leaves the place to a calculated column's formula."""
    calculated = frozenset().union(*(table.calculated for table in grown))
    found = {}
    for number, row in enumerate(rows, last + 1):
        for column, content in enumerate(row, 1):
            if _filled(content) or column not in calculated:
                refuse_unwritable(content, f"{sheet.name}!{address(number, column)}")
                found[number, column] = content
    return found


def _columns(table: TablePart) -> range:
    return range(table.area.first_column, table.area.last_column + 1)


def _change_of(edit: Edit) -> Change:
    content = None if same(edit.before, edit.after) else edit.after
    return Change(content, edit.fill, edit.after.number_format)


def _appended(content: Content | None, above: Seen | None) -> Change:
    like = above.style if above else None
    if content is None:
        return Change(None, like=like)
    return Change(content if _filled(content) else None, None, content.number_format, like)


def _contents(
    package: Package, seen: Mapping[Place, Seen]
) -> tuple[dict[Place, Content], dict[Place, tuple[RunLook, ...]]]:
    """The contents of the cells, shared strings resolved; and the looks of letters that have their own."""
    shared = {cell.shared for cell in seen.values() if cell.shared is not None}
    part = package.shared_strings or "xl/sharedStrings.xml"
    try:
        texts = read_strings_at(package.stream(part), shared) if shared else {}
    except Damaged as error:
        raise damaged(package.path, part) from error
    contents, looks = {}, {}
    for place, cell in seen.items():
        text = None if cell.shared is None else texts[cell.shared]
        contents[place] = replace(cell.content, value=text.text) if text else cell.content
        looks[place] = text.looks if text else cell.looks
    return contents, {place: found for place, found in looks.items() if any(found)}


def _settle(package: Package, sheet: SheetPart, patch: SheetPatch, data: Packed) -> None:
    """Takes the patched part over, and what follows from it."""
    if not patch.changed:
        return
    package.replace(sheet.part, data)
    if patch.formulas:
        package.drop_calc_chain()
    if patch.contents:
        package.recalculate_on_load()
