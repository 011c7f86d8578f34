"""A workbook with everything in it that must survive, as openpyxl writes it."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableFormula, TableStyleInfo

if TYPE_CHECKING:
    from collections.abc import Callable


def build() -> bytes:
    # The published types of openpyxl are stricter than openpyxl; its objects are Any here.
    book: Any = openpyxl.Workbook()
    people, lists = book.worksheets[0], book.create_sheet("Lists & more")
    people.title = "People"
    book.add_named_style(
        NamedStyle(
            "VSM Input",
            font=Font(name="Arial", size=11, bold=True, color="FF212B32"),
            fill=PatternFill("solid", fgColor="FFFFF9C4"),
            border=Border(left=Side("thin", color="FF768692")),
            protection=Protection(locked=False),
        )
    )
    people["A1"] = "Title"
    people["A1"].style = "Title"
    people["B1"].font = Font(name="Arial", bold=True, italic=True, strike=True, underline="single")
    for column, header in enumerate(("Post", "Salary", "Award", "From"), 1):
        people.cell(4, column, header)
    for row in range(5, 9):
        people.cell(row, 1, f"post {row}").style = "VSM Input"
        people.cell(row, 2, 1000.5 * row).style = "VSM Input"
        people.cell(row, 3, f"=B{row}*2")
        people.cell(row, 4, dt.date(2025, 4, 1)).number_format = "d mmmm yyyy"
    table: Any = Table(displayName="People_table", ref="A4:D8")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    people.add_table(table)
    table._initialise_columns()  # noqa: SLF001 - openpyxl names columns only on saving
    for column, header in zip(table.tableColumns, ("Post", "Salary", "Award", "From"), strict=True):
        column.name = header
    table.tableColumns[2].calculatedColumnFormula = TableFormula(attr_text="B5*2")
    for kind, formula, where in (
        ("list", "=Roles", "A5:A8"),
        ("decimal", "0", "B5:B8"),
        ("custom", "=LEN(A5)<10", "D5:D8"),
    ):
        validation: Any = DataValidation
        rule = validation(
            type=kind,
            formula1=formula,
            formula2="9" if kind == "decimal" else None,
            showErrorMessage=True,
            errorTitle="Not permitted",
            error="Pick one of the list",
            promptTitle="Post",
            prompt="Pick",
        )
        rule.add(where)
        people.add_data_validation(rule)
    cell_rule: Any = CellIsRule
    formula_rule: Any = FormulaRule
    people.conditional_formatting.add(
        "C5:C8",
        cell_rule(
            operator="equal",
            formula=['"Pass"'],
            font=Font(bold=True, italic=True, size=11, color="FFFFFFFF"),
            fill=PatternFill(bgColor="FF007F3B"),
        ),
    )
    people.conditional_formatting.add("C5:C8", formula_rule(formula=["ISERROR(C5)"]))
    for row in range(1, 5):
        lists.cell(row, 1, f"role {row}")
        lists.cell(row, 2, row)
    book.defined_names["Roles"] = DefinedName("Roles", attr_text="'Lists & more'!$A$1:$A$4")
    lay_out(people)
    people["F1"] = "To the lists"
    people["F1"].hyperlink = Hyperlink(ref="F1", location="'Lists & more'!A1")
    people["F2"] = ArrayFormula("F2:F4", "=B5:B7*2")
    people["G1"] = '=IF(A1="Title","Pass","Fail")'
    lists.add_chart(chart(lists), "D2")
    book.custom_doc_props.append(StringProperty(name="vsm_template", value="1"))
    book.properties.title = "Annual return"
    book.properties.language = "en-GB"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def lay_out(people: Any) -> None:
    people.print_area = "A1:D8"
    people.print_title_rows = "4:4"
    people.page_setup.orientation = "landscape"
    people.page_setup.paperSize = 9
    people.page_setup.fitToHeight = 0
    people.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    people.oddFooter.center.text = "&A, page &P of &N"
    people.protection.sheet = True
    people.protection.formatColumns = False
    people.freeze_panes = "B5"
    people.column_dimensions["A"].width = 30


def chart(lists: Any) -> BarChart:
    bars = BarChart()
    bars.add_data(Reference(lists, min_col=2, min_row=1, max_row=4))
    return bars


@pytest.fixture(scope="session")
def build_workbook() -> Callable[[], bytes]:
    return build


@pytest.fixture(scope="session")
def rich_workbook() -> bytes:
    return build()
