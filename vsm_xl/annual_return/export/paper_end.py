"""The last pages of the committee paper: the accounts, and below them notes and audit trail.

Notes and audit trail take no page alone, and no table is divided that fits on a page: heights are
set here, because programs fit none to merged cells, and pages end before a table that is too high.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.template.font_metrics import height_of, lines_needed
from vsm_xl.annual_return.template.layout import FIRST_TABLE_ROW
from vsm_xl.ooxml.cell_values import contents
from vsm_xl.ooxml.markup import drop_attribute, local_name, named, new_element, parse, serialise
from vsm_xl.ooxml.references import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vsm_xl.annual_return.template.layout import Layout, Place
    from vsm_xl.ooxml.markup import Element
    from vsm_xl.ooxml.package import Package

NOTES: Final = "Notes"
ACCOUNTS: Final = "Remuneration report"
#: The columns of Notes that the paper shows: item and words.
_SHOWN: Final = ("A", "B")
#: Elements of a sheet that stand between its rows and its merged cells, or before its breaks.
_BEFORE_MERGED: Final = frozenset((
    "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter",
    "sortState", "dataConsolidate", "customSheetViews",
))  # fmt: skip
_BEFORE_BREAKS: Final = _BEFORE_MERGED | {
    "mergeCells", "phoneticPr", "conditionalFormatting", "printOptions", "pageMargins", "pageSetup",
    "headerFooter",
}  # fmt: skip
#: Points of A4 between the margins, across and down (half an inch; 0.7 for the foot), and those of
#: a unit of column width in LibreOffice.
_ACROSS: Final = 841.89 - 72
_DOWN: Final = 595.28 - 36 - 50.4
_UNIT: Final = 6.15
_EMPTY_ROW: Final = 15.0


def with_notes(package: Package, layout: Layout) -> tuple[Package, str]:
    """Put the rows of Notes below those of the accounts, and end pages between tables.

    Args:
        package: the paper, results for formulas.
        layout: its layout.

    Returns:
        The paper, and the print area of the accounts that holds both.
    """
    accounts, parts = layout.sheet(ACCOUNTS), package.sheets()
    root, notes = parse(package.parts[parts[ACCOUNTS]]), parse(package.parts[parts[NOTES]])
    words = contents(package, {ACCOUNTS, NOTES})
    [data] = named(root, "sheetData")
    places = [layout.places[table.key] for table in accounts.tables]
    added = [layout.places[table.key] for table in layout.sheet(NOTES).tables]
    right = column_letters(len(accounts.column_widths))
    widths = accounts.column_widths
    headers = {place.header_row for place in places}
    heights: dict[int, float] = {}

    why = layout.places["ratios_why"].first_row
    merged = [f"A{why}:{right}{why}"]
    for row in named(data, "row"):
        number = int(row.get("r", "0"))
        if number < FIRST_TABLE_ROW:
            heights[number] = float(row.get("ht", _EMPTY_ROW))
        else:
            # The words of a heading reach over the cells beside it.
            whole = number == why or number + 1 in headers
            shown = (sum(widths),) if whole else widths
            heights[number] = _set_height(row, number, words[ACCOUNTS], shown, number in headers)
    last = max(number for number, height in heights.items() if height)
    for row in list(named(data, "row")):
        if int(row.get("r", "0")) > last:
            data.remove(row)
    down = last + 2 - FIRST_TABLE_ROW
    for row in named(notes, "row"):
        number = int(row.get("r", "0"))
        if number < FIRST_TABLE_ROW:
            continue
        moved = _moved(row, number, number + down)
        whole = f"B{number}" not in words[NOTES]
        shown = (sum(widths),) if whole else (widths[0], sum(widths[1:]))
        heights[number + down] = _set_height(moved, number, words[NOTES], shown, bold=False)
        if not whole:
            merged.append(f"B{number + down}:{right}{number + down}")
        data.append(moved)
    _insert(root, _BEFORE_MERGED, "mergeCells", "mergeCell", [{"ref": ref} for ref in merged])

    scale = int(100 * _ACROSS / (sum(widths) * _UNIT))
    _set_scale(root, scale)
    # Where rows at the end of the accounts are hidden, those of Notes stand in their place.
    shown_rows = (range(rows.start, min(rows.stop, last + 1)) for rows in _blocks(places, 0))
    blocks = [*shown_rows, *_blocks(added, down)]
    breaks = _breaks(blocks, heights, _DOWN * 100 / scale)
    _insert(root, _BEFORE_BREAKS, "rowBreaks", "brk",
            [{"id": str(row), "max": "16383", "man": "1"} for row in breaks])  # fmt: skip
    return (
        package.replace(parts[ACCOUNTS], serialise(root)),
        f"'{ACCOUNTS}'!$A$1:${right}${added[-1].last_row + down}",
    )


def _moved(row: Element, number: int, to: int) -> Element:
    moved = deepcopy(row)
    moved.set("r", str(to))
    for cell in list(moved):
        letters = (cell.get("r") or "").removesuffix(str(number))
        if letters not in _SHOWN:
            moved.remove(cell)
        cell.set("r", f"{letters}{to}")
    return moved


def _set_height(
    row: Element,
    number: int,
    words: Mapping[str, object],
    widths: Sequence[float],
    bold: bool,  # noqa: FBT001 - of the words of a header
) -> float:
    """Set the height of a row to that of its words, and return it; nothing where it is hidden."""
    if row.get("hidden") == "1":
        return 0.0
    beside = ((words.get(f"{column_letters(at)}{number}"), width)
              for at, width in enumerate(widths, start=1))  # fmt: skip
    lines = [
        lines_needed(text, width, bold=bold) for text, width in beside if isinstance(text, str)
    ]
    height = height_of(max(lines, default=1), 1.0)
    row.set("ht", f"{height:g}")
    row.set("customHeight", "1")
    return height


def _blocks(places: Sequence[Place], down: int) -> Iterator[range]:
    """Return the rows of each table with its heading, as they stand on the paper."""
    for place in places:
        yield range(place.header_row - 1 + down, place.last_row + 1 + down)


def _breaks(blocks: Sequence[range], heights: Mapping[int, float], page: float) -> list[int]:
    """Return the rows after which a page ends, so that no table is divided that fits on a page."""
    used = sum(heights.get(row, _EMPTY_ROW) for row in range(1, blocks[0].start))
    found = []
    for rows in blocks:
        high = sum(heights.get(row, 0.0) for row in rows)
        if not high:
            continue
        if used + high > page >= high:
            found.append(rows.start - 1)
            used = 0.0
        used += high + _EMPTY_ROW
        while used > page:
            used -= page
    return found


def _set_scale(root: Element, scale: int) -> None:
    """Set the scale in per cent: breaks count in every program only where no width is asked for."""
    for page in named(root, "pageSetup"):
        for name in ("fitToWidth", "fitToHeight"):
            drop_attribute(page, name)
        page.set("scale", str(scale))
    for properties in named(root, "pageSetUpPr"):
        drop_attribute(properties, "fitToPage")


def _insert(
    root: Element, before: frozenset[str], name: str, one: str, rows: Sequence[dict[str, str]]
) -> None:
    """Insert a list of elements into a sheet, after all elements of those names."""
    prefix = str(root.tag).removesuffix("worksheet")
    listed = new_element(prefix + name, root)
    for attributes in rows:
        listed.append(new_element(prefix + one, listed, **attributes))
    at = max(at for at, element in enumerate(root) if local_name(element) in before)
    if rows:
        root.insert(at + 1, listed)
