"""The rules on structure, accessibility, print and exchange; see ``rules``."""

from __future__ import annotations

import re
from typing import Any

from openpyxl.utils import get_column_letter
from rules import INPUT, Book, corners, stands_beside, table_over  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.template.font_metrics import lines_needed

#: Points that LibreOffice takes for a line of Arial 11; test_row_heights holds the estimate of
#: lines against what LibreOffice itself makes of the workbook.
LINE_HEIGHT = 12.68
SHEETS = [
    "Cover", "Instructions", "Organisation", "People", "Pay ranges", "Staff pay", "Local policy",
    "Decisions", "Single total", "Committee paper", "Decisions in brief",
    "Return", "Charts", "Pay cases", "Remuneration report", "Planning", "Checks", "Parameters",
    "Change log", "Notes",
]  # fmt: skip
INPUT_SHEETS = {"Organisation", "People", "Pay ranges", "Staff pay", "Local policy"}
#: Sheets of working, long enough for their headers to be frozen, and those with a post in each row.
WORKING_SHEETS = {"Decisions", "Single total"}
BESIDE_THE_POST = {"People", "Decisions"}
COVER = {
    "Purpose", "Who completes it", "Framework", "Template version", "Data edition", "Date",
    "Contact", "Licence", "Master check",
}  # fmt: skip
FORMATS = {
    "General", "@", '"£"#,##0.00', '"£"#,##0', "#,##0", "0.00%", "0.00", "0.0", "d mmm yyyy",
}  # fmt: skip


def cover_incomplete(book: Book) -> list[str]:
    """Rule 1."""
    cover = book.workbook.worksheets[0]
    values = {row[0].value: row[1].value for row in cover.iter_rows(min_row=5, max_col=2)}
    found = [label for label in COVER if values.get(label) in {None, ""}]
    colours = [value for value in values if value in {"Input cell", "Pass", "Fail"}]
    return found + ([] if len(colours) == 3 else ["colour key"])


def sheets_out_of_order(book: Book) -> list[str]:
    """Rule 2."""
    return [] if book.workbook.sheetnames == SHEETS else book.workbook.sheetnames


def links_broken(book: Book) -> list[str]:
    """Rules 3 and 31."""
    found = []
    titles = set(book.workbook.sheetnames)
    targets: dict[str, set[str]] = {}
    for sheet, cell in book.cells():
        if cell.hyperlink:
            target = (cell.hyperlink.location or "").rpartition("!")[0].strip("'")
            targets.setdefault(sheet.title, set()).add(target)
            if target not in titles or "://" in str(cell.value) or not cell.value:
                found.append(f"{sheet.title}!{cell.coordinate}")
    found += [title for title in titles - {"Cover"} if "Cover" not in targets.get(title, set())]
    return found + sorted(titles - {"Cover"} - targets.get("Cover", set()))


def hidden_things(book: Book) -> list[str]:
    """Rule 4."""
    found = [s.title for s in book.workbook.worksheets if s.sheet_state != "visible"]
    found += [name for name, xml in book.parts.items() if re.search(r'hidden="(1|true)"', xml)]
    return found


def foreign_parts(book: Book) -> list[str]:
    """Rule 7: no outside links, connections or macros; nobody's name in the properties."""
    banned = ("externalLink", "connections", "vbaProject", "queryTable", "customXml")
    found = [part for part in book.parts if any(word in part for word in banned)]
    found += [part for part, xml in book.parts.items() if 'TargetMode="External"' in xml]
    properties = book.workbook.properties
    if {properties.creator, properties.lastModifiedBy} != {"The vsm_xl authors"}:
        found.append("properties")
    return found


def cells_outside_tables(book: Book) -> list[str]:
    """Rule 25: below the third row only headings and the two rows above a header stand free."""
    found = []
    for sheet, cell in book.cells():
        if cell.row <= 3 or cell.value is None or table_over(sheet, cell):
            continue
        below = table_over(sheet, sheet.cell(cell.row + 1, cell.column))
        heading = cell.style == "Heading 1" and (cell.column == 1 or below)
        guide = cell.style == "VSM Guidance"
        if not (heading or guide):
            found.append(f"{sheet.title}!{cell.coordinate}")
    for sheet in book.workbook.worksheets:
        for table in sheet.tables.values():
            left, top, right, bottom = corners(table)
            headers = [sheet.cell(top, column).value for column in range(left, right + 1)]
            placed = left == 1 or stands_beside(sheet, table)
            if headers != [column.name for column in table.tableColumns] or not placed:
                found.append(f"{table.displayName}: {headers}")
            if len(set(headers)) < len(headers) or not all(headers) or bottom <= top:
                found.append(f"{table.displayName}: headers")
    return found


def merged_or_blank(book: Book) -> list[str]:
    """Rules 26 and 27: a row of a table holds a formula, a label, or inputs."""
    found = [s.title for s in book.workbook.worksheets if s.merged_cells.ranges]
    for sheet in book.workbook.worksheets:
        for table in sheet.tables.values():
            left, top, right, bottom = corners(table)
            found += [
                f"{sheet.title} row {row[0].row}"
                for row in sheet.iter_rows(top, bottom, left, right)
                if all(cell.value is None and cell.style != INPUT for cell in row)
            ]
    return found


def text_cut_off(book: Book) -> list[str]:
    """Rule 28: a fixed row is high enough for its text at the set widths."""
    found = []
    for sheet, cell in book.cells():
        height = sheet.row_dimensions[cell.row].height
        if not isinstance(cell.value, str) or cell.data_type == "f" or cell.row <= 3 or not height:
            continue
        if cell.style == "Heading 1":
            continue
        width = sheet.column_dimensions[cell.column_letter].width
        lines = lines_needed(cell.value, width, bold=bool(cell.font.b))
        if lines * LINE_HEIGHT > height:
            found.append(f"{sheet.title}!{cell.coordinate}: {cell.value}")
    return found


def titles_without_style(book: Book) -> list[str]:
    """Rule 29."""
    return [
        s.title for s in book.workbook.worksheets if not s["A1"].value or s["A1"].style != "Title"
    ]


def furniture(book: Book) -> list[str]:
    """Rules 11 and 30: no comments or images; charts have alternative text and no others are drawn;
    headers and footers hold codes only."""
    found = [part for part in book.parts if re.search("comment|vmlDrawing|media|image", part)]
    for part, xml in book.parts.items():
        if part.startswith("xl/drawings/drawing"):
            drawn = len(
                re.findall(r"<(?:\w+:)?(?:twoCellAnchor|oneCellAnchor|absoluteAnchor)>", xml)
            )
            told = re.findall(r'cNvPr [^>]*descr="[^"]{40,}"', xml)
            charts = len(re.findall(r"<(?:\w+:)?graphicFrame>", xml))
            if not drawn == len(told) == charts:
                found.append(f"{part}: {drawn} drawings, {charts} charts, {len(told)} described")
    for sheet in book.workbook.worksheets:
        texts = [
            getattr(getattr(sheet, which), side).text
            for which in ("oddHeader", "oddFooter")
            for side in ("left", "center", "right")
        ]
        if set(texts) - {None, "&A", "Page &P of &N"}:
            found.append(f"{sheet.title}: {texts}")
    return found


def _luminance(rgb: str) -> float:
    parts = []
    for at in (0, 2, 4):
        share = int(rgb[-6:][at : at + 2], 16) / 255
        parts.append(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
    red, green, blue = parts
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the WCAG contrast of two colours."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def faint_pairs(book: Book) -> list[str]:
    """Rule 32."""
    pairs: dict[tuple[str, str], str] = {}
    for sheet, cell in book.cells():
        fill = cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else "FFFFFF"
        pairs[(str(cell.font.color.rgb), fill)] = f"{sheet.title}!{cell.coordinate}"
    for sheet in book.workbook.worksheets:
        for rules in sheet.conditional_formatting:
            for rule in rules.rules:
                colours = (rule.dxf.font.color.rgb, rule.dxf.fill.bgColor.rgb)
                pairs[colours] = sheet.title
    return [f"{where}: {pair}" for pair, where in pairs.items() if contrast(*pair) < 4.5]


def views_not_at_the_top(book: Book) -> list[str]:
    """Rules 34 and 37."""
    found = []
    for at, sheet in enumerate(book.workbook.worksheets):
        view = sheet.sheet_view
        cursors = {selection.activeCell for selection in view.selection}
        if cursors != {"A1"} or view.zoomScale != 100 or bool(view.tabSelected) != (at == 0):
            found.append(sheet.title)
        if (sheet.freeze_panes is not None) != (sheet.title in INPUT_SHEETS | WORKING_SHEETS):
            found.append(f"{sheet.title}: {sheet.freeze_panes}")
        if sheet.title in BESIDE_THE_POST and not str(sheet.freeze_panes).startswith("B"):
            found.append(f"{sheet.title}: the post is not frozen")
    return found


def properties_missing(book: Book) -> list[str]:
    """Rule 35."""
    properties = book.workbook.properties
    found = [key for key in ("title", "subject", "creator") if not getattr(properties, key)]
    return found + ([] if properties.language == "en-GB" else ["language"])


def other_fonts(book: Book) -> list[str]:
    """Rule 36."""

    def wrong(cell: Any) -> bool:
        font = cell.font
        link = cell.hyperlink is not None
        return (
            font.name != "Arial"
            or font.sz < 11
            or bool(font.i)
            or (bool(font.u) and not link)
            or bool(cell.alignment.textRotation)
        )

    return [f"{sheet.title}!{cell.coordinate}" for sheet, cell in book.cells() if wrong(cell)]


#: Points of a page's width between the margins, and of a unit of column width.
_PAGE_WIDTH = {"landscape": 842 - 72, "portrait": 595 - 72}
_UNIT = 6.1
#: Sheets whose rows are wider than a page that can be read (an exception to rule 38).
WIDE = {"People", "Decisions", "Single total", "Return"}


def _one_page_wide(sheet: Any) -> bool:
    page = sheet.page_setup
    if sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage:
        return (page.fitToWidth, page.fitToHeight) == (1, 0)
    return not sheet.col_breaks.brk and _fits(sheet, 1, sheet.max_column)


def _fits(sheet: Any, first: int, last: int, repeated: float = 0) -> bool:
    widths = [sheet.column_dimensions[get_column_letter(at)].width for at in range(first, last + 1)]
    points = (sum(widths) + repeated) * _UNIT * int(sheet.page_setup.scale) / 100
    return bool(points <= _PAGE_WIDTH[sheet.page_setup.orientation])


def _several_pages_wide(sheet: Any) -> bool:
    """Each group of columns fits on a page beside the first column, which is repeated."""
    if sheet.title not in WIDE or sheet.print_title_cols != "$A:$A":
        return False
    starts = [0, *(each.id for each in sheet.col_breaks.brk)]
    ends = [*starts[1:], sheet.max_column]
    first = sheet.column_dimensions["A"].width
    return all(
        _fits(sheet, start + 1, end, first if start else 0)
        for start, end in zip(starts, ends, strict=True)
    )


def pages_not_set_up(book: Book) -> list[str]:
    """Rules 38 and 39 (paper)."""
    found = []
    for sheet in book.workbook.worksheets:
        page = sheet.page_setup
        good = (
            sheet.print_area
            and sheet.print_title_rows
            and (_one_page_wide(sheet) or _several_pages_wide(sheet))
            and int(page.paperSize) == 9
            and page.orientation in {"portrait", "landscape"}
            and sheet.oddFooter.left.text == "&A"
        )
        if not good:
            found.append(sheet.title)
    return found


def other_number_formats(book: Book) -> list[str]:
    """Rule 39."""
    return [
        f"{sheet.title}!{cell.coordinate}: {cell.number_format}"
        for sheet, cell in book.cells()
        if cell.number_format not in FORMATS
    ]
