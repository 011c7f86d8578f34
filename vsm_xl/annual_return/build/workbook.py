"""Builds the template workbook from its layout."""

from __future__ import annotations

import io
from copy import copy
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table as XlTable
from openpyxl.worksheet.table import TableColumn

from vsm_xl.annual_return.build import styles
from vsm_xl.annual_return.build.charts import add_charts, describe_charts
from vsm_xl.annual_return.build.page_setup import set_up_page
from vsm_xl.annual_return.build.row_heights import row_heights
from vsm_xl.annual_return.build.shared_formulas import share_formulas
from vsm_xl.annual_return.build.source_links import source_links
from vsm_xl.annual_return.build.validations import add_validations
from vsm_xl.annual_return.template.field_types import (
    AWARD_GIVEN,
    COUNT,
    DATE,
    FRACTION,
    MONEY,
    PAY_RATIO,
    RATIO_OF_PAY,
    SIZE,
    WHOLE_POUNDS,
    WTE,
)  # fmt: skip
from vsm_xl.annual_return.template.layout import quoted, table_cells
from vsm_xl.annual_return.template.sheets.cover import TITLE
from vsm_xl.annual_return.template.template import PEOPLE, STAFF_ROWS, template_layout
from vsm_xl.ooxml.normalise import normalise_workbook

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as XlCell
    from openpyxl.worksheet.worksheet import Worksheet

    from vsm_xl.annual_return.template.description import Sheet
    from vsm_xl.annual_return.template.layout import Layout, LayoutCell, Place

#: Kinds whose values stand to the right, so that amounts of a column can be compared.
_NUMBERS: Final = {
    MONEY, WHOLE_POUNDS, SIZE, FRACTION, WTE, RATIO_OF_PAY, PAY_RATIO, COUNT, DATE, AWARD_GIVEN,
}  # fmt: skip

#: How a cell looks: its named style, its number format, whether it stands on the right.
_Look: TypeAlias = tuple[str, str, bool]
#: What openpyxl keeps of each look in one workbook.
_Looks: TypeAlias = dict[_Look, Any]

#: Cells that show the result of a check, by table and column or line.
_RESULTS: Final = (
    ("checks", "result", ""), ("outstanding", "result", ""), ("master", "value", "master"),
    ("return_facts", "value", "master"), ("cover", "value", "=vsm_master"), ("contents", "state", ""),
)  # fmt: skip


def build_template(people: int = PEOPLE, *, staff_rows: int = STAFF_ROWS) -> bytes:
    """Build the blank template.

    Args:
        people: how many people it holds.
        staff_rows: how many rows the list of everybody's pay holds.

    Returns:
        The .xlsx file; the same bytes for the same numbers.

    >>> build_template(3)[:2]
    b'PK'
    """
    return build(template_layout(people, staff_rows=staff_rows))


def build(layout: Layout) -> bytes:
    """Build a workbook from its layout: structure, formulas and looks, no computed values."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    styles.add_styles(workbook)
    looks: _Looks = {}
    for sheet in layout.sheets:
        _add_sheet(workbook.create_sheet(sheet.title), layout, sheet, looks)
    for name, ref in layout.names.items():
        workbook.defined_names[name] = DefinedName(name, attr_text=ref)
    _describe(workbook)
    file = io.BytesIO()
    workbook.save(file)
    return normalise_workbook(share_formulas(describe_charts(file.getvalue(), layout), layout))


def _describe(workbook: Workbook) -> None:
    properties = workbook.properties
    properties.title = TITLE
    properties.subject = "NHS very senior managers pay framework"
    properties.creator = "The vsm_xl authors"
    properties.lastModifiedBy = "The vsm_xl authors"
    properties.language = "en-GB"
    # A full calculation on loading would throw the stored values away where the functions of the
    # add-in do not answer; a recent engine number keeps Excel from asking for one itself.
    workbook.calculation = CalcProperties(calcId=191029, fullCalcOnLoad=False)
    workbook.active = 0


def _add_sheet(worksheet: Worksheet, layout: Layout, sheet: Sheet, looks: _Looks) -> None:
    _write(worksheet["A1"], sheet.heading, "Title")
    first = sheet is layout.sheets[0]
    _write(worksheet["A2"], sheet.introduction, "VSM Status" if first else "VSM Text")
    if first:
        _link(worksheet["A2"], "Checks")
    target, words = (
        ("Instructions", "Go to the Instructions") if first else ("Cover", "Back to the Cover")
    )
    _write(worksheet["A3"], words, "Hyperlink")
    _link(worksheet["A3"], target)
    for number, width in enumerate(sheet.column_widths, start=1):
        worksheet.column_dimensions[get_column_letter(number)].width = width
    cells = [
        cell for table in sheet.tables for cell in table_cells(layout, layout.places[table.key])
    ]
    for cell in cells:
        _add_cell(worksheet, cell, looks)
    for table in sheet.tables if sheet.traced else ():
        for ref, source in source_links(layout, layout.places[table.key]):
            worksheet[ref].hyperlink = Hyperlink(
                ref=ref, location=source, tooltip=f"Comes from {source}"
            )
    first_rows = {table.key: layout.places[table.key].first_row for table in sheet.tables}
    for row, height in row_heights(sheet, cells, first_rows).items():
        worksheet.row_dimensions[row].height = height
    for table in sheet.tables:
        _add_table(worksheet, layout.places[table.key])
    add_charts(worksheet, layout, sheet)
    add_validations(worksheet, cells)
    _add_results(worksheet, cells)
    _protect(worksheet)
    set_up_page(worksheet, layout, sheet)


def _write(cell: XlCell, content: object, name: str) -> None:
    cell.value = content  # type: ignore[assignment] # openpyxl's stubs list the types one by one
    cell.style = name


def _add_cell(worksheet: Worksheet, cell: LayoutCell, looks: _Looks) -> None:
    target: XlCell = worksheet[cell.ref]
    target.value = cell.content
    if isinstance(cell.content, str) and cell.role != "formula":
        # Whatever a label begins with, it is not a formula.
        target.data_type = "s"
    valued = cell.role in {"input", "formula", "record"} or not isinstance(cell.content, str | None)
    # Text format on a formula cell would make Excel show the formula once it is edited.
    formatted = valued and not (cell.role == "formula" and cell.kind.is_text)
    # The words over a column of amounts stand where the amounts do.
    beside = cell.role == "header" or (valued and not cell.line)
    name = "VSM Link" if cell.link else styles.STYLE_OF[cell.role]
    number_format = cell.kind.number_format if formatted else ""
    _dress(target, (name, number_format, beside and cell.kind in _NUMBERS), looks)
    if cell.link:
        _link(target, cell.link)


def _dress(target: XlCell, look: _Look, looks: _Looks) -> None:
    """Set how a cell looks; openpyxl takes most of a build to look up each format again."""
    name, number_format, right = look
    styled: Any = target
    if look not in looks:
        target.style = name
        if number_format:
            target.number_format = number_format
        if right:
            target.alignment = styles.aligned("right")
        looks[look] = styled._style  # noqa: SLF001 - openpyxl has no public way to it
    styled._style = copy(looks[look])  # noqa: SLF001


def _link(cell: XlCell, sheet: str) -> None:
    # Of a formula there is no text to show before it is computed.
    display = None if cell.data_type == "f" else str(cell.value)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quoted(sheet)}!A1", display=display)


def _add_table(worksheet: Worksheet, place: Place) -> None:
    table = XlTable(displayName=place.table.name, name=place.table.name, ref=place.ref)
    # Given columns keep openpyxl from adding filter buttons, which have no use on locked sheets.
    for number, column in enumerate(place.table.columns, start=1):
        table.tableColumns.append(TableColumn(id=number, name=column.header))
    worksheet.add_table(table)


def _add_results(worksheet: Worksheet, cells: list[LayoutCell]) -> None:
    shown = [cell.ref for cell in cells if _is_result(cell)]
    if not shown:
        return
    for word in styles.RESULTS:
        rule = Rule(
            type="cellIs", operator="equal", formula=[f'"{word}"'], dxf=styles.result_format(word)
        )
        worksheet.conditional_formatting.add(" ".join(shown), rule)


def _is_result(cell: LayoutCell) -> bool:
    if cell.role != "formula":
        return False
    return any(
        cell.table == table and cell.key == key and (line in {cell.line, cell.content})
        for table, key, line in _RESULTS
    )


def _protect(worksheet: Worksheet) -> None:
    """Protect from slips: no password, so it secures nothing and locks no one out."""
    protection = worksheet.protection
    protection.sheet = True
    protection.selectLockedCells = False
    protection.selectUnlockedCells = False
    protection.formatColumns = False
    # Long words in an input need a higher row.
    protection.formatRows = False
    protection.autoFilter = False
