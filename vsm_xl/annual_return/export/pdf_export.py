"""The committee paper: what a remuneration committee reads and signs, as PDF made by LibreOffice.

LibreOffice gets a copy in which every formula is replaced by its result, so that it shows what was
computed and computes nothing itself; sheets that are no output are not printed, and rows that
no one filled are hidden, as are the words below a sheet's title, which speak of the screen.  What
could lead out of the workbook (linked pictures, connections, embedded objects, names and conditional
formats that call functions of the network) is not in the copy.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.export.paper_end import ACCOUNTS, NOTES, with_notes
from vsm_xl.annual_return.filling.print_areas import all_areas, cover_posts
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.results import (
    PASS,
    group_of,
    in_use,
    record_of,
    rows_of,
    value_of,
)
from vsm_xl.annual_return.template.layout import FIRST_TABLE_ROW, quoted
from vsm_xl.errors import UnusableInput
from vsm_xl.libreoffice.installations import find
from vsm_xl.ooxml.markup import drop_attribute, local_name, named, new_element, parse, serialise
from vsm_xl.ooxml.outward import reaching_functions
from vsm_xl.ooxml.references import column_letters
from vsm_xl.recalc.calc.bare import only_related
from vsm_xl.recalc.calc.conversion import to_pdf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsm_xl.annual_return.template.layout import Layout, Place
    from vsm_xl.libreoffice.installations import Installation
    from vsm_xl.ooxml.markup import Element
    from vsm_xl.ooxml.package import Package
    from vsm_xl.recalc import Recalculated

#: Room for the foot of a page, in inches.
_FOOT: Final = "0.7"
#: Seconds that LibreOffice may take: its first start on a slow machine takes half a minute.
TIME_LIMIT: Final = 600
#: The sheets of the paper in their order; pay cases only where there is one.  Notes and audit trail
#: stand at the end of the accounts where those are shown.
_SHOWN: Final = (
    "Committee paper", "Decisions in brief", "Charts", "Pay cases", "Remuneration report", "Notes",
)  # fmt: skip
_CHARTS: Final = "Charts"
#: What only an auditor looks up, with links that paper does not have.
_FOR_THE_AUDITOR: Final = "report_figures"
#: Charts that the paper leaves out, because other pages hold what they show.
_LEFT_OUT: Final = frozenset(("findings", "costs", "ratios"))
#: The relationships over which the parts of a paper are reached.
_PRINTED: Final = frozenset((
    "officeDocument", "worksheet", "styles", "sharedStrings", "theme", "sheetMetadata", "drawing",
    "chart", "image",
))  # fmt: skip
#: Elements of a sheet that are not printed (LibreOffice neither breaks the words of a link nor keeps
#: their colour), and those that are where they keep to the workbook.
_NOT_PRINTED: Final = frozenset(("dataValidations", "extLst", "hyperlinks"))
_CONDITIONS: Final = frozenset(("conditionalFormatting",))
#: Another workbook, an address, a server, a program (DDE).
_OUTSIDE: Final = ("[", "//", "\\\\", "|")
_PRINT_NAMES: Final = ("_xlnm.Print_Area", "_xlnm.Print_Titles")
#: The last cell of a sheet, which no one fills.  Hidden sheets would be printed all the same, and
#: charts could not take their figures from them.
_NOWHERE: Final = "$XFD$1048576"
#: Below its title each sheet states what to do on it, and leads back to the Cover; the second row of
#: the first sheet is its status.
_FOR_THE_SCREEN: Final = frozenset({2, 3})


def export_pdf(
    recalculated: Recalculated, time_limit: float = TIME_LIMIT, *, every: bool = False
) -> bytes:
    """Print the committee paper of a return, or every sheet.

    Args:
        recalculated: the workbook with its results, sound.
        every: whether the working sheets are printed too, as they stand in the workbook.
        time_limit: seconds that LibreOffice may take.

    Raises:
        UnusableInput: LibreOffice is not installed, fails, or takes too long.
    """
    installation = _libreoffice()
    printed = every_sheet(recalculated) if every else committee_paper(recalculated)
    return to_pdf(printed.to_bytes(), installation, time_limit)


def _libreoffice() -> Installation:
    try:
        return find()
    except UnusableInput as problem:
        raise UnusableInput(
            f"The PDF is made by LibreOffice. {problem} Or open the return in Excel and save the "
            "output sheets as PDF."
        ) from None


def committee_paper(recalculated: Recalculated) -> Package:
    """Return the copy of a return that is printed: results for formulas, output sheets only."""
    layout = layout_of(recalculated.source)
    package = only_related(cover_posts(recalculated.package, layout), _PRINTED)
    shown: dict[str, str] = {}
    foot = _footer(recalculated, layout)
    for title, part in package.sheets().items():
        empty: set[int] = set()
        high: set[int] | None = None
        if title in _SHOWN:
            places = [layout.places[table.key] for table in layout.sheet(title).tables]
            unused = [place for place in places if not _in_use(recalculated, place)]
            if title == ACCOUNTS:
                unused += [
                    place
                    for place in places
                    if place.table.key == _FOR_THE_AUDITOR or _without_figures(recalculated, place)
                ]
            if len(unused) < len(places):
                shown[title] = _chart_areas(places, unused) if title == _CHARTS else ""
            empty = {row for place in places for row in _empty_rows(recalculated, place)}
            empty |= _FOR_THE_SCREEN - {2 if title == _SHOWN[0] else 0}
            if title == _CHARTS:
                # Its print areas leave out what is not in use.
                findings = layout.places["findings"]
                empty |= set(range(findings.header_row, findings.last_row + 2))
            else:
                empty |= {row for place in unused for row in _rows_of(place)}
                high = {row for place in places for row in _to_be_signed(place)}
        xml = _values_only(package.parts[part], empty, foot, high, remove_breaks=title == ACCOUNTS)
        package = package.replace(part, xml)
    if ACCOUNTS in shown:
        package, shown[ACCOUNTS] = with_notes(package, layout)
        del shown[NOTES]
    part = package.workbook_part()
    return package.replace(part, _printed(package.parts[part], shown))


def every_sheet(recalculated: Recalculated) -> Package:
    """Return the copy of a return of which every sheet is printed, results for formulas."""
    layout = layout_of(recalculated.source)
    package = only_related(cover_posts(recalculated.package, layout), _PRINTED)
    foot = _footer(recalculated, layout)
    for part in package.sheets().values():
        xml = _values_only(package.parts[part], set(), foot, None, remove_breaks=False)
        package = package.replace(part, xml)
    part = package.workbook_part()
    areas = all_areas(recalculated.source, layout)
    return package.replace(part, _printed(package.parts[part], areas, repeating=True))


def _rows_of(place: Place) -> range:
    return range(place.header_row - place.table.room - 1, place.last_row + 1)


def _to_be_signed(place: Place) -> list[int]:
    """Return the rows that need room for a signature."""
    if place.table.key == "paper_signatures":
        return list(range(place.first_row, place.last_row + 1))
    return [
        place.first_row + at
        for at, line in enumerate(place.table.lines)
        if isinstance(line.content, str)
    ]


def _chart_areas(places: list[Place], unused: list[Place]) -> str:
    """Return the print areas of the charts that the paper shows, each a page."""
    areas: list[str] = []
    for place in places:
        if not place.table.room or place in unused or place.table.key in _LEFT_OUT:
            continue
        right = column_letters(place.table.print_columns or len(place.table.columns))
        top = _rows_of(place).start if areas else 1
        areas.append(f"{_CHARTS}!$A${top}:${right}${place.last_row}")
    return ",".join(areas)


def _footer(recalculated: Recalculated, layout: Layout) -> str:
    """Return the foot of every page: whose paper it is, whether a draft, which sheet and page."""
    places = layout.places
    record = record_of(recalculated, places["return_facts"])
    whose = ", ".join(str(record[key]) for key in ("organisation", "pay_year") if record[key])
    draft = "" if record["master"] == PASS else "DRAFT, "
    # An ampersand begins a code; a figure straight after a code would be a size of type.  LibreOffice
    # prints it as much smaller as the page: 12 points are 9 on the widest sheet.
    words = f"{whose.replace('&', '&&')}: &A" if whose else "&A"
    # On the right: a long name reaches past the middle.
    return f"&L&12 {words}&R&12 {draft}Page &P of &N"


def _in_use(recalculated: Recalculated, place: Place) -> bool:
    """Return whether a table shows anything; of numbered blocks many are there in reserve."""
    if group_of(place.table.key) == place.table.key:
        return True
    if not place.table.lines:
        return bool(rows_of(recalculated, place))
    return in_use(place, record_of(recalculated, place))


def _measures(place: Place) -> bool:
    """Return whether the first column names what is measured, whatever was entered."""
    return place.sheet.title == ACCOUNTS and not place.table.columns[0].entry


def _rows_without_figures(recalculated: Recalculated, place: Place) -> list[int]:
    """Return the rows in which nothing stands beside the name of what is measured, from 0."""
    return [
        at
        for at in range(place.table.height)
        if all(
            value_of(recalculated, place, place.cell(column.key, at), column.kind) is None
            for column in place.table.columns[1 if _measures(place) else 0 :]
        )
    ]


def _without_figures(recalculated: Recalculated, place: Place) -> bool:
    """Return whether a table of the accounts has nothing to show; the checks say what to enter."""
    if place.table.people is not None:
        return False
    return len(_rows_without_figures(recalculated, place)) == place.table.height


def _empty_rows(recalculated: Recalculated, place: Place) -> set[int]:
    first = place.table.columns[0]
    if place.table.lines:
        # What the print areas cover is for the program that sets them.
        unprinted = {"people", "cases"} if place.table.key == "audit" else set()
        return {
            place.first_row + at
            for at, line in enumerate(place.table.lines)
            if line.key in unprinted
        }
    if _measures(place):
        return {place.first_row + at for at in _rows_without_figures(recalculated, place)}
    return {
        place.first_row + at
        for at in range(place.table.height)
        if value_of(recalculated, place, place.cell(first.key, at), first.kind) is None
    }


def _values_only(
    xml: bytes, empty: set[int], foot: str, high: set[int] | None, *, remove_breaks: bool
) -> bytes:
    """Return a sheet with results for formulas.

    Args:
        xml: the sheet.
        empty: rows that are not printed.
        foot: the foot of its pages.
        high: the only rows of its tables that keep their height, while LibreOffice fits the others
            to their text; None where all keep it.
        remove_breaks: whether pages end only where they are full.
    """
    root = parse(xml)
    for formula in list(named(root, "f")):
        cell = formula.getparent()
        if cell is not None:
            cell.remove(formula)
    for element in list(root):
        # Entry checks, what newer programs add, and conditions that lead out of the file; the
        # accounts break where a page is full, not before each table.
        name = local_name(element)
        removed = name in _NOT_PRINTED or (name in _CONDITIONS and _leads_out(element))
        if removed or (remove_breaks and name == "rowBreaks"):
            root.remove(element)
    for footer in named(root, "oddFooter"):
        footer.text = foot
    for margins in named(root, "pageMargins"):
        margins.set("bottom", _FOOT)
    _hide(root, empty)
    if high is not None:
        for row in named(root, "row"):
            if int(row.get("r", "0")) >= FIRST_TABLE_ROW and int(row.get("r", "0")) not in high:
                drop_attribute(row, "ht")
                drop_attribute(row, "customHeight")
    return serialise(root)


def _hide(root: Element, empty: set[int]) -> None:
    """Hide rows, and show what a person hid, by a filter perhaps: it is as much of the return."""
    number = 0
    for row in named(root, "row"):
        number = int(row.get("r", number + 1))
        if number in empty or row.get("hidden") is not None:
            row.set("hidden", "1" if number in empty else "0")
    for column in named(root, "col"):
        if column.get("hidden") is not None:
            column.set("hidden", "0")


def _leads_out(element: Element) -> bool:
    """Whether the text of an element names another file, or calls what reaches outside."""
    texts = [str(text) for text in element.itertext()]
    return any(reaching_functions(text) or any(mark in text for mark in _OUTSIDE) for text in texts)


def _printed(xml: bytes, shown: Mapping[str, str], *, repeating: bool = False) -> bytes:
    """Set the print areas of the paper.

    Args:
        xml: the part of the workbook.
        shown: the sheets that are printed, with their print area where it is not the sheet's own.
            Every other sheet gets an empty cell as its area; an empty page is not printed.
        repeating: whether header rows are repeated on every page of those sheets.
    """
    root = parse(xml)
    sheets = [one.get("name", "") for one in named(root, "sheet")]
    areas = {
        title: shown.get(title, f"{quoted(title)}!{_NOWHERE}")
        for title in sheets
        if shown.get(title) != ""
    }
    for names in named(root, "definedNames"):
        for element in list(names):
            at = _sheet_number(element)
            title = sheets[at] if at < len(sheets) else ""
            names_replaced = _PRINT_NAMES[:1] if repeating else _PRINT_NAMES
            replaced = title in areas and element.get("name") in names_replaced
            if replaced or _leads_out(element):
                names.remove(element)
        for at, title in enumerate(sheets):
            if title in areas:
                area = new_element(str(names.tag).removesuffix("s"), names)
                area.set("name", _PRINT_NAMES[0])
                area.set("localSheetId", str(at))
                area.text = areas[title]
                names.insert(0, area)
    return serialise(root)


def _sheet_number(element: Element) -> int:
    number = element.get("localSheetId", "")
    return int(number) if number.isdecimal() else sys.maxsize
