"""Compares what the cells of a return hold with what is built there."""

from __future__ import annotations

from itertools import chain, compress, repeat
from operator import attrgetter, is_not, itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from vsm_xl.annual_return.template.layout import BuiltSheet, built_sheet
from vsm_xl.ooxml.cell_values import held_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vsm_xl.annual_return.integrity.stale_references import Held
    from vsm_xl.annual_return.template.description import Content
    from vsm_xl.annual_return.template.layout import Layout, LayoutCell
    from vsm_xl.ooxml.package import Package
    from vsm_xl.ooxml.sheet import HeldRow, RowForm

_NOTHING_OURS: Final = BuiltSheet({}, {}, set())
#: Under which the form of a row keeps how it differs from what is built.
_UNLIKE: Final = "unlike"
#: Under which a form keeps how the contents that were compared last differ.
_COMPARED: Final = "compared"
_FIRST, _NUMBER_OF, _KNOWN = itemgetter(0), attrgetter("number"), attrgetter("form.known")
_BuiltCell: TypeAlias = "tuple[int, str, Content, LayoutCell]"
#: Position, description and what is held instead.
_Found: TypeAlias = "list[tuple[int, LayoutCell, object]]"


def compared(
    package: Package, layout: Layout, held: Held, *, as_read: bool
) -> tuple[dict[str, Sequence[tuple[LayoutCell, object]]], dict[str, Sequence[tuple[str, str]]]]:
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
    unlike: dict[str, Sequence[tuple[LayoutCell, object]]] = {}
    others: dict[str, Sequence[tuple[str, str]]] = {}
    for sheet in layout.sheets:
        built, cells = built_sheet(layout, sheet.title), held[sheet.title]
        if rows := held_rows(package, parts[sheet.title]) if as_read else ():
            unlike[sheet.title], others[sheet.title] = _by_row(built, rows)
        else:
            found = _differing(chain.from_iterable(built.rows.values()), cells)
            unlike[sheet.title] = [(cell, value) for _, cell, value in sorted(found, key=_FIRST)]
            others[sheet.title] = _other_formulas(built, cells)
    for title, cells in held.items():
        if title not in others:
            others[title] = _other_formulas(_NOTHING_OURS, cells)
    return unlike, others


def built_formulas(layout: Layout) -> set[str]:
    """Return the formulas of the sheets that were compared with a layout, without the equals sign."""
    return {text for one in layout.built.values() for text in one.formulas.values()}


class _OfForm(NamedTuple):
    """What is to be said of all rows of one form.

    Attributes:
        built: The sheet that they were compared with.
        unlike: What differs in every one of them.
        compared: The cells that have to be compared in each.
        others: Formulas that stand where none is built.
    """

    built: BuiltSheet
    unlike: _Found
    compared: Sequence[_BuiltCell]
    others: Sequence[tuple[str, str]]


def _by_row(
    built: BuiltSheet, rows: Sequence[HeldRow]
) -> tuple[Sequence[tuple[LayoutCell, object]], Sequence[tuple[str, str]]]:
    """Compare rows, those of one form as far as possible once."""
    found: _Found = []
    others: list[tuple[str, str]] = []
    # The form of a row of which nothing is to be said keeps the sheet itself: one look for all of them.
    kept = map(dict.get, map(_KNOWN, rows), repeat(_UNLIKE))
    for row in compress(rows, map(is_not, kept, repeat(built))):
        known = row.form.known.get(_UNLIKE)
        if type(known) is not _OfForm or known.built is not built:
            known = _of_form(built, row.form)
            row.form.known[_UNLIKE] = known if any(known[1:]) else built
        found += known.unlike
        others += known.others
        if known.compared:
            last = row.form.known.get(_COMPARED)
            if last is None or last[0] is not row.contents or last[1] is not built:
                differing = _differing(known.compared, row.contents)
                last = row.form.known[_COMPARED] = row.contents, built, differing
            found += last[2]
    for number in built.filled.difference(map(_NUMBER_OF, rows)):
        found += (
            (at, cell, None) for at, _, content, cell in built.rows[number] if content is not None
        )
    return [(cell, value) for _, cell, value in sorted(found, key=_FIRST)], others


def _of_form(built: BuiltSheet, form: RowForm) -> _OfForm:
    entered = {cell[0] for cell in form.cells}.difference(form.formulas)
    cells = built.rows.get(form.number, ())
    of_all = [cell for cell in cells if cell[1] not in entered]
    compared = [cell for cell in cells if cell[1] in entered]
    others = _other_formulas(built, form.formulas)
    return _OfForm(built, _differing(of_all, form.formulas), compared, others)


def _differing(cells: Iterable[_BuiltCell], contents: Mapping[str, object]) -> _Found:
    return [
        (at, cell, value)
        for at, ref, content, cell in cells
        if (value := contents.get(ref)) != content
    ]


def _other_formulas(built: BuiltSheet, cells: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return the formulas that stand where the template has none."""
    return [
        (ref, value)
        for ref, value in cells.items()
        if ref not in built.formulas and isinstance(value, str) and value[:1] == "="
    ]
