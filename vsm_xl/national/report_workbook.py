"""The national report as a workbook: a sheet for each chapter, in the look of the return's workbook."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn

from vsm_xl.annual_return.build import styles
from vsm_xl.annual_return.template.font_metrics import text_width
from vsm_xl.annual_return.template.layout import quoted
from vsm_xl.national.blocks import UNKNOWN, Block, Kind, ReportColumn
from vsm_xl.national.render import footer
from vsm_xl.national.report_content import template_content
from vsm_xl.ooxml.normalise import normalise_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from vsm_xl.national.report import Report

_FORMATS: Final[dict[Kind, str]] = {
    "count": "#,##0", "pounds": '"£"#,##0', "percent": "0.00%", "ratio": "0.0", "number": "0.00",
    "date": "d mmm yyyy",
}  # fmt: skip
#: Widths of columns: the least and the most of one of words, the one of numbers.
_LEAST: Final = 12
_WIDE: Final = 46
_NARROW: Final = 17
#: Points of a unit of width, and units that a cell keeps free.
_UNIT: Final = 6.0
_FREE: Final = 3
_NOT_A_NAME: Final = re.compile(r"[^A-Za-z0-9]")


def report_workbook(report: Report) -> bytes:
    """Return the report as a workbook.

    Args:
        report: the report.
    """
    content = template_content(report)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    styles.add_styles(workbook)
    book = _Book(workbook, report.title)
    book.cover(report)
    book.sheet("Attention", "What needs attention", content["attention"]["finding"],
               [_attention(content), _basis(content)])  # fmt: skip
    for section in report.sections:
        book.sheet(section.title[:31], section.title, section.introduction, section.blocks)
    book.sheet("Organisations", "Organisations", "One row for each return.",
               [_block("organisations", "Organisations", content["organisation_columns"],
                       report.organisations)])  # fmt: skip
    book.sheet("Files and missing", "Files and missing returns", content["missing"]["finding"],
               [*([] if report.missing is None else [_missing(report)]), _refused(report)])  # fmt: skip
    book.sheet("Method", "Method and sources", "How this report was made.",
               [_lines("method", "Method", report.method), _lines("sources", "Sources", report.sources),
                _dictionary(content)])  # fmt: skip
    file = io.BytesIO()
    workbook.save(file)
    return normalise_workbook(file.getvalue())


def _block(
    key: str,
    title: str,
    columns: Sequence[ReportColumn],
    rows: list[dict[str, Any]],
    finding: str = "",
) -> Block:
    return Block(key, title, finding, tuple(columns), rows)


def _attention(content: dict[str, Any]) -> Block:
    columns = (
        ReportColumn("name", "Organisation"), ReportColumn("criterion", "Criterion"), ReportColumn("post", "Post"),
        ReportColumn("cell", "Cell"), ReportColumn("settles", "What would settle it"),
    )  # fmt: skip
    return _block("attention", "Attention list", columns, content["attention"]["rows"])


def _basis(content: dict[str, Any]) -> Block:
    columns = (
        ReportColumn("title", "Criterion"), ReportColumn("because", "Because"),
        ReportColumn("source", "Document and place"), ReportColumn("entries", "Entries", "count"),
    )  # fmt: skip
    return _block("criteria", "Criteria", columns, content["attention"]["basis"])


def _missing(report: Report) -> Block:
    rows = [{"name": name} for name in report.missing or []]
    return _block(
        "missing",
        "Expected organisations without a return",
        (ReportColumn("name", "Organisation"),),
        rows,
    )


def _refused(report: Report) -> Block:
    columns = (
        ReportColumn("file", "File"),
        ReportColumn("outcome", "Outcome"),
        ReportColumn("why", "Why"),
    )
    return _block("files", "Files that do not count, or with warnings", columns, report.refused)


def _lines(key: str, title: str, words: Sequence[str]) -> Block:
    return _block(key, title, (ReportColumn("words", title),), [{"words": line} for line in words])


def _dictionary(content: dict[str, Any]) -> Block:
    columns = (
        ReportColumn("table", "Table"), ReportColumn("name", "Field"), ReportColumn("unit", "Unit"),
        ReportColumn("meaning", "Meaning"), ReportColumn("origin", "From"),
    )  # fmt: skip
    rows = [
        {"table": table.name, "name": field.name, "unit": field.unit, "meaning": field.meaning,
         "origin": field.origin}
        for table in content["dictionary"]
        for field in table.fields
    ]  # fmt: skip
    return _block("dictionary", "Dictionary of the data set", columns, rows)


class _Book:
    """Writes sheets of tables, each with a title, an introduction and a way back."""

    def __init__(self, workbook: Workbook, title: str) -> None:
        self._workbook = workbook
        self._title = title
        self._names: set[str] = set()
        properties = workbook.properties
        properties.title = title
        properties.subject = "Pay of very senior managers: national fair pay report"
        properties.creator = properties.lastModifiedBy = "The vsm_xl authors"
        properties.language = "en-GB"

    def cover(self, report: Report) -> None:
        """Writes the first sheet: what the report is, its five figures, its contents."""
        titles = ["Attention", *(section.title[:31] for section in report.sections),
                  "Organisations", "Files and missing", "Method"]  # fmt: skip
        figures = (
            ReportColumn("label", "Figure"), ReportColumn("value", "Value"), ReportColumn("note", "Note"),
        )  # fmt: skip
        sheet = self.sheet(
            "Cover",
            self._title,
            report.subtitle,
            [
                _block("five", "The five figures", figures, report.five),
                _lines("contents", "Contents", titles),
            ],
            [*(notice["words"] for notice in report.notices), footer()],
        )
        for row in sheet.iter_rows(max_col=1):
            cell = row[0]
            if cell.value in titles:
                cell.style = "VSM Link"
                cell.hyperlink = Hyperlink(
                    ref=cell.coordinate,
                    location=f"{quoted(str(cell.value))}!A1",
                    display=str(cell.value),
                )

    def sheet(
        self,
        name: str,
        title: str,
        introduction: str,
        blocks: Sequence[Block],
        notes: Sequence[str] = (),
    ) -> Worksheet:
        """Writes a sheet with notes, and below them a table for each block."""
        sheet = self._begin(name, title, introduction)
        for at, words in enumerate(notes, start=4):
            _put(sheet, at, 1, words, "VSM Text")
        row = 5 + len(notes)
        widths: dict[int, float] = {}
        sentences = [introduction, *notes]
        for block in blocks:
            _put(sheet, row, 1, block.title, "Heading 1")
            row += 1
            for words in filter(None, (block.finding, block.note and f"{block.note}.")):
                _put(sheet, row, 1, words, "VSM Text")
                sentences.append(words)
                row += 1
            for number, column in enumerate(block.columns, start=1):
                widths[number] = max(widths.get(number, 0), _width(block, column))
            row = self._table(sheet, row, block)
        for number, width in widths.items():
            sheet.column_dimensions[get_column_letter(number)].width = width
        _set_print_area(sheet, widths, sentences)
        return sheet

    def _begin(self, name: str, title: str, introduction: str) -> Worksheet:
        sheet: Worksheet = self._workbook.create_sheet(name)
        view = sheet.sheet_view
        view.showGridLines = False
        view.zoomScale = view.zoomScaleNormal = 100
        view.tabSelected = name == "Cover"
        _put(sheet, 1, 1, title, "Title")
        _put(sheet, 2, 1, introduction, "VSM Text")
        if name != "Cover":
            _put(sheet, 3, 1, "Back to the Cover", "Hyperlink")
            sheet.cell(3, 1).hyperlink = Hyperlink(ref="A3", location="Cover!A1", display="Cover")
        page = sheet.page_setup
        page.paperSize, page.orientation = 9, "landscape"
        page.fitToWidth, page.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        footer_of = sheet.oddFooter
        assert footer_of is not None
        footer_of.left.text = "&A"
        footer_of.right.text = "Page &P of &N"
        return sheet

    def _table(self, sheet: Worksheet, row: int, block: Block) -> int:
        if not block.rows:
            if not block.finding:
                _put(sheet, row, 1, "None.", "VSM Text")
            return row + 1 + (not block.finding)
        for number, column in enumerate(block.columns, start=1):
            _put(sheet, row, number, column.label, "VSM Header")
            if column.kind not in {"text", "link"}:
                sheet.cell(row, number).alignment = styles.aligned("right")
        for down, record in enumerate(block.rows, start=1):
            for number, column in enumerate(block.columns, start=1):
                self._value(sheet, (row + down, number), record.get(column.name), column.kind)
        last = get_column_letter(len(block.columns))
        table = Table(
            displayName=self._name(block.key), ref=f"A{row}:{last}{row + len(block.rows)}"
        )
        for number, column in enumerate(block.columns, start=1):
            table.tableColumns.append(TableColumn(id=number, name=column.label))
        sheet.add_table(table)
        return row + len(block.rows) + 2

    def _name(self, key: str) -> str:
        name = "VSM_" + _NOT_A_NAME.sub("_", key)
        while name in self._names:
            name += "_"
        self._names.add(name)
        return name

    @staticmethod
    def _value(sheet: Worksheet, at: tuple[int, int], value: Any, kind: Kind) -> None:
        _put(sheet, *at, UNKNOWN if value is None else value, "VSM Label")
        if kind not in {"text", "link"}:
            cell = sheet.cell(*at)
            cell.alignment = styles.aligned("right")
            cell.number_format = _FORMATS.get(kind, "General")


def _width(block: Block, column: ReportColumn) -> float:
    """Return the width of a column: of numbers always the same, of words as wide as the longest."""
    if column.kind not in {"text", "link"}:
        return _NARROW
    words = [column.label, *(str(row.get(column.name) or "") for row in block.rows)]
    longest = max(text_width(one, bold=True) for one in words) / _UNIT + _FREE
    return min(max(longest, _LEAST), _WIDE)


def _set_print_area(sheet: Worksheet, widths: dict[int, float], sentences: Sequence[str]) -> None:
    """Prints all that is written, and so many columns that no sentence above a table is cut off."""
    needed = max(text_width(words) for words in sentences) / _UNIT + _FREE
    last = sheet.max_column
    room = sum(widths.get(number, _NARROW) for number in range(1, last + 1))
    while room < needed:
        last += 1
        sheet.column_dimensions[get_column_letter(last)].width = _NARROW
        room += _NARROW
    sheet.print_area = f"A1:{get_column_letter(last)}{sheet.max_row}"
    sheet.print_title_rows = "1:1"


def _put(sheet: Worksheet, row: int, column: int, value: Any, style: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = value
    cell.style = style
    if isinstance(value, str):
        # A text of a return is never a formula, whatever it begins with.
        cell.data_type = "s"
