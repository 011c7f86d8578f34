"""Compares what the cells of a return hold with what is built there."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Final, TypeAlias

from vsm_xl.annual_return.template.layout import BuiltSheet, built_sheet
from vsm_xl.ooxml.cell_values import held_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vsm_xl.annual_return.integrity.stale_references import Held
    from vsm_xl.annual_return.template.description import Content
    from vsm_xl.annual_return.template.layout import Layout, LayoutCell
    from vsm_xl.ooxml.package import Package
    from vsm_xl.ooxml.sheet import HeldRow, RowForm

_NOTHING_OURS: Final = BuiltSheet((), frozenset(), {}, frozenset())
#: Under which a row keeps what it holds otherwise than built, and formulas that are not the template's.
_UNLIKE, _OTHERS = "unlike", "others"
_FIRST: Final = itemgetter(0)
_BuiltCell: TypeAlias = "tuple[int, str, Content, LayoutCell]"
#: Position, description and what is held instead.
_Found: TypeAlias = "list[tuple[int, LayoutCell, object]]"


def compared(
    package: Package, layout: Layout, held: Held, *, as_read: bool
) -> tuple[dict[str, list[tuple[LayoutCell, object]]], dict[str, list[tuple[str, str]]]]:
    """Compare what the cells hold with what is built there.

    Args:
        package: the workbook.
        layout: its layout.
        held: what its cells hold.
        as_read: whether that is what its sheets hold, with no sheet under another name.

    Returns:
        By sheet, the cells that hold something else, with what they hold; and formulas that stand where
        none is built.
    """
    parts = package.sheets() if as_read else {}
    unlike, others = {}, {}
    for sheet in layout.sheets:
        rows = held_rows(package, parts[sheet.title]) if as_read else ()
        built = built_sheet(layout, sheet.title)
        unlike[sheet.title] = _unlike(built, rows, held[sheet.title])
        others[sheet.title] = _other_formulas(built, rows, held[sheet.title])
    for title, cells in held.items():
        if title not in others:
            others[title] = _other_formulas(_NOTHING_OURS, (), cells)
    return unlike, others


def _unlike(
    built: BuiltSheet, rows: Sequence[HeldRow], held: Mapping[str, object]
) -> list[tuple[LayoutCell, object]]:
    """Return the cells that do not hold what is built there, and what they hold."""
    if not rows:
        return [
            (cell, value)
            for ref, content, cell in built.cells
            if (value := held.get(ref)) != content
        ]
    found: _Found = []
    for row in rows:
        # What is the same in all rows of one form is compared once.
        known = row.form.known.get(_UNLIKE)
        if known is None or known[0] is not built:
            known = row.form.known[_UNLIKE] = built, *_of_form(built, row.form)
        found += known[1]
        if known[2]:
            of_row = row.known.get(_UNLIKE)
            if of_row is None or of_row[0] is not built:
                of_row = row.known[_UNLIKE] = built, _differing(known[2], row.contents)
            found += of_row[1]
    for number in built.filled - {row.number for row in rows}:
        found += (
            (at, cell, None) for at, _, content, cell in built.rows[number] if content is not None
        )
    return [(cell, value) for _, cell, value in sorted(found, key=_FIRST)]


def _of_form(built: BuiltSheet, form: RowForm) -> tuple[_Found, Sequence[_BuiltCell]]:
    """Return what differs in every row of a form, and the cells that have to be compared in each."""
    entered = set(form.refs).difference(form.formulas)
    cells = built.rows.get(form.number, ())
    of_all = [cell for cell in cells if cell[1] not in entered]
    return _differing(of_all, form.formulas), [cell for cell in cells if cell[1] in entered]


def _differing(cells: Iterable[_BuiltCell], contents: Mapping[str, object]) -> _Found:
    return [
        (at, cell, value)
        for at, ref, content, cell in cells
        if (value := contents.get(ref)) != content
    ]


def _other_formulas(
    built: BuiltSheet, rows: Sequence[HeldRow], held: Mapping[str, object]
) -> list[tuple[str, str]]:
    """Return the formulas that stand where the template has none."""

    def others(cells: Mapping[str, object]) -> list[tuple[str, str]]:
        return [
            (ref, value)
            for ref, value in cells.items()
            if ref not in built.formulas and isinstance(value, str) and value[:1] == "="
        ]

    if not rows:
        return others(held)
    found: list[tuple[str, str]] = []
    for row in rows:
        known = row.form.known.get(_OTHERS)
        if known is None or known[0] is not built:
            known = row.form.known[_OTHERS] = built, others(row.form.formulas)
        found += known[1]
    return found
