"""What recalculation refuses, and how it names the cell."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml import Package
from vsm_xl.recalc import recalculate

if TYPE_CHECKING:
    from collections.abc import Callable

SHEET = "xl/worksheets/sheet1.xml"
WORKBOOK = "xl/workbook.xml"
FUNCTIONS: dict[str, Callable[..., object]] = {
    "VSM_AWARD": lambda salary, percent: salary * percent
}


def book(cells: dict[str, object], change: Callable[[Any], None] = lambda _: None) -> Package:
    workbook: Any = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "People"
    for ref, value in cells.items():
        sheet[ref] = value
    change(workbook)
    file = io.BytesIO()
    workbook.save(file)
    return Package.from_bytes(file.getvalue(), "return.xlsx")


def edited(package: Package, part: str, old: str, new: str) -> Package:
    xml = package.parts[part].decode()
    assert old in xml
    return package.replace(part, xml.replace(old, new, 1).encode())


def named(workbook: Any, name: str, text: str) -> None:
    workbook.defined_names[name] = DefinedName(name, attr_text=text)


def done(cells: dict[str, object]) -> None:
    recalculate(book(cells), FUNCTIONS)


def test_a_name_that_calls_our_functions_is_refused_where_it_is_used() -> None:
    package = book(
        {"A1": 1, "B1": "=IFERROR(Half+1,0)"}, lambda made: named(made, "Half", "VSM_AWARD(10,0.5)")
    )
    with pytest.raises(UnusableInput, match=r"sheet People, cell B1: the name Half .* into a cell"):
        recalculate(package, FUNCTIONS)


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("SUM(A1", "cannot be read"),
        ("1+", "cannot be read"),
        ("cmd|&apos; /c calc&apos;!A0", "outside the workbook"),
        ("B1+1", "circular"),
        ("[1]Sheet1!A1", "outside the workbook"),
        ("&apos;C:\\x\\[b.xlsx]S&apos;!A1", "outside the workbook"),
        ("_xlfn.LAMBDA(_xlpm.x,_xlpm.x)(2)", "without Excel"),
    ],
)
def test_a_formula_that_cannot_be_computed_is_named_with_sheet_and_cell(
    formula: str, words: str
) -> None:
    package = edited(book({"B1": "=0", "B2": "=B1+1"}), SHEET, "<f>0</f>", f"<f>{formula}</f>")
    with pytest.raises(UnusableInput, match=words) as refusal:
        recalculate(package, FUNCTIONS)
    assert "return.xlsx, sheet People, cell B1: " in refusal.value.problems[0]


def test_a_data_table_is_refused_with_its_cell() -> None:
    package = edited(
        book({"B1": "=0"}), SHEET, "<f>0</f>", '<f t="dataTable" ref="B1:B2" r1="A1"/>'
    )
    with pytest.raises(UnusableInput, match="sheet People, cell B1: a what-if data table"):
        recalculate(package, FUNCTIONS)


def test_an_unreadable_formula_is_named_and_not_those_that_depend_on_it() -> None:
    package = edited(book({"B1": "=0", "B2": "=B1+1"}), SHEET, "<f>0</f>", "<f>SUM(</f>")
    with pytest.raises(UnusableInput) as refusal:
        recalculate(package, FUNCTIONS)
    assert len(refusal.value.problems) == 1


def test_many_problems_are_not_all_listed() -> None:
    with pytest.raises(UnusableInput, match="and 5 more cells") as refusal:
        done({f"A{row}": f"=A{row}" for row in range(1, 16)})
    assert len(refusal.value.problems) == 11


def test_a_name_for_another_workbook_gives_an_error_and_no_old_value() -> None:
    package = book({"A1": "=Old"}, lambda made: named(made, "Old", "[1]Sheet1!$A$1"))
    assert recalculate(package, FUNCTIONS).errors["People"]["A1"] == "#REF!"


@pytest.mark.parametrize("formula", ["SUM(t[Amount])", 'IFERROR(ROWS(T),"")'])
def test_a_formula_that_names_a_table_is_refused_with_its_cell(formula: str) -> None:
    def table(workbook: Any) -> None:
        workbook.worksheets[0].add_table(Table(displayName="T", ref="A1:A2"))

    package = book({"A1": "Amount", "A2": 5, "C1": f"={formula}"}, table)
    with pytest.raises(UnusableInput, match=r"sheet People, cell C1: .* the table T by its name"):
        recalculate(package, FUNCTIONS)


def test_days_counted_from_1904_are_refused() -> None:
    package = edited(book({"A1": "=1"}), WORKBOOK, "<workbookPr", '<workbookPr date1904="1"')
    with pytest.raises(UnusableInput, match="1904"):
        recalculate(package, FUNCTIONS)
