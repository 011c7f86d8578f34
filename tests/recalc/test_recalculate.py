"""Workbooks recalculated with stand-ins for our functions."""

from __future__ import annotations

import datetime as dt
import io
import time
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import canonicalize  # reads only what these tests have written

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from vsm_xl.errors import XlError
from vsm_xl.ooxml import Package, normalise_workbook
from vsm_xl.recalc import Recalculated, recalculate

if TYPE_CHECKING:
    from collections.abc import Callable

SHEET = "xl/worksheets/sheet1.xml"
WORKBOOK = "xl/workbook.xml"


def award(salary: object, percent: object) -> object:
    for argument in (salary, percent):
        if isinstance(argument, XlError):
            return argument
    if salary is None or salary == "":
        return ""
    if not isinstance(salary, float) or not isinstance(percent, float):
        return XlError("#VALUE!")
    if salary < 0:
        return XlError("#NUM!")
    return salary * percent


def boom(*_: object) -> object:
    raise ZeroDivisionError


def pending() -> object:
    return XlError("#N/A", "CRITERIA_PENDING", "Not settled.")


def shout(*arguments: object) -> object:
    return repr(arguments)


FUNCTIONS: dict[str, Callable[..., object]] = {
    "VSM_AWARD": award,
    "VSM_BOOM": boom,
    "VSM_PENDING": pending,
    "VSM_SHOUT": shout,
    "VSM_TABLE": lambda: [["a", "b"], [1, 2.5], [None, XlError("#N/A")]],
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
    # Finished, so that the text of a part does not depend on what openpyxl writes XML with.
    return Package.from_bytes(normalise_workbook(file.getvalue()), "return.xlsx")


def edited(package: Package, part: str, old: str, new: str) -> Package:
    xml = package.parts[part].decode()
    assert old in xml
    return package.replace(part, xml.replace(old, new, 1).encode())


def done(cells: dict[str, object]) -> Recalculated:
    return recalculate(book(cells), FUNCTIONS)


def test_formulas_of_excel_and_ours_are_computed_and_stored() -> None:
    result = done(
        {"A1": 150000, "B1": "=VSM_AWARD(A1,3.25%)", "C1": "=A1+B1", "D1": '=IF(B1>0,"yes","no")'}
    )
    assert result.values == {"People": {"B1": 4875.0, "C1": 154875.0, "D1": "yes"}}
    stored = openpyxl.load_workbook(io.BytesIO(result.package.to_bytes()), data_only=True)
    sheet: Any = stored.worksheets[0]
    assert [sheet[ref].value for ref in ("A1", "B1", "C1", "D1")] == [150000, 4875, 154875, "yes"]
    formulas: Any = openpyxl.load_workbook(io.BytesIO(result.package.to_bytes())).worksheets[0]
    assert formulas["B1"].value == "=VSM_AWARD(A1,3.25%)"


def test_errors_arrive_as_errors_and_leave_as_errors() -> None:
    result = done(
        {
            "A1": "=VSM_PENDING()",
            "A2": "=VSM_AWARD(A1,1)",
            "A3": "=VSM_AWARD(1/0,1)",
            "A4": "=VSM_AWARD(-1,1)",
            "A5": '=VSM_AWARD("x",1)',
            "A6": "=VSM_BOOM()",
            "A7": "=ISERROR(VSM_BOOM())",
            "A8": "=IFERROR(VSM_PENDING(),5)",
            "A9": "=SUM(A1:A2)",
            "A10": '="#N/A"',
        }
    )
    people = result.values["People"]
    assert list(people.values()) == [
        "#N/A", "#N/A", "#DIV/0!", "#NUM!", "#VALUE!", "#VALUE!", True, 5.0, "#N/A", "#N/A",
    ]  # fmt: skip
    assert set(result.errors["People"]) == {"A1", "A2", "A3", "A4", "A5", "A6", "A9"}
    assert all(isinstance(error, XlError) for error in result.errors["People"].values())
    assert not isinstance(people["A10"], XlError)


def test_what_arrives_in_a_function() -> None:
    result = done(
        {
            "A1": 1.5,
            "A2": "text",
            "A3": True,
            "A5": dt.date(2025, 4, 1),
            "A6": "=NA()",
            "B1": "=VSM_SHOUT(A1,A2,A3,A4,A5)",
            "B2": "=VSM_SHOUT(A1:A6)",
            "B3": "=VSM_SHOUT()",
        }
    )
    people = result.values["People"]
    assert people["B1"] == "(1.5, 'text', True, None, 45748.0)"
    assert people["B2"] == (
        "([[1.5], ['text'], [True], [None], [45748.0], [XlError('#N/A', 'ARGUMENT_ERROR')]],)"
    )
    assert people["B3"] == "()"


def test_any_cell_can_be_asked_for() -> None:
    result = done({"A1": 5, "A2": "=A1*2", "A3": dt.date(2025, 4, 1), "A4": "text", "A5": "#N/A"})
    asked = [result.value("People", f"A{row}") for row in range(1, 7)]
    assert asked == [5.0, 10.0, 45748.0, "text", "#N/A", None]
    assert isinstance(asked[4], XlError)
    with pytest.raises(KeyError):
        result.value("Nobody", "A1")
    with pytest.raises(ValueError, match="not a cell reference"):
        result.value("People", "A0")


def test_dates_are_given_and_stored_as_serials() -> None:
    result = done({"A1": "=DATE(2025,4,1)", "A2": "=TIME(12,0,0)", "A3": "=EDATE(A1,12)"})
    assert result.values["People"]["A1"] == 45748.0
    xml = result.package.parts[SHEET].decode()
    assert "<v>45748</v>" in xml
    assert "<v>0.5</v>" in xml
    assert "<v>46113</v>" in xml


def test_errors_in_a_range_are_counted() -> None:
    cells: dict[str, object] = {
        "A1": "=VSM_PENDING()", "A2": "=1/0", "A3": 5, "A4": '=""', "A5": "x", "A7": True,
        "A8": "=VSM_AWARD(-1,1)",
    }  # fmt: skip
    counts = {
        "C1": "=SUMPRODUCT(--ISERROR(A1:A8))",
        "C2": '=COUNTA(A1:A8)-COUNT(A1:A8)-COUNTIF(A1:A8,"*")-COUNTIF(A1:A8,TRUE)-COUNTIF(A1:A8,FALSE)',
        "C3": "=SUMPRODUCT(--ISNA(A1:A8))",
        "C4": "=SUMPRODUCT(--ISERR(A1:A8))",
        "C5": "=SUMPRODUCT(--ISNUMBER(A1:A8))",
        "C6": "=SUMPRODUCT(--ISTEXT(A1:A8))",
        "C7": "=SUMPRODUCT(--ISBLANK(A1:A8))",
        "C8": "=SUMPRODUCT(--ISLOGICAL(A1:A8))",
        "C9": "=SUMPRODUCT(--ISNONTEXT(A1:A8))",
    }
    people = done(cells | counts).values["People"]
    assert [people[ref] for ref in counts] == [3, 3, 1, 2, 1, 2, 1, 1, 6]


@pytest.mark.parametrize(
    "spelling",
    ["[1]!VSM_AWARD", r"'C:\a b\vsm.xlam'!VSM_AWARD", "_xll.VSM_AWARD", "_xldudf_VSM_AWARD"],
)
def test_a_file_saved_with_the_add_in_is_computed_and_keeps_its_spelling(spelling: str) -> None:
    package = book({"A1": 100, "A2": f"={spelling}(A1,0.5)", "A3": f'="{spelling}("'})
    result = recalculate(package, FUNCTIONS)
    assert result.values["People"] == {"A2": 50.0, "A3": f"{spelling}("}
    assert f"<f>{spelling}(A1,0.5)</f><v>50</v>" in result.package.parts[SHEET].decode()


def named(workbook: Any, name: str, text: str) -> None:
    workbook.defined_names[name] = DefinedName(name, attr_text=text)


def test_a_name_that_is_not_used_does_no_harm() -> None:
    package = book({"A1": "=1+1"}, lambda made: named(made, "Half", "VSM_AWARD(10,0.5)"))
    result = recalculate(package, FUNCTIONS)
    assert result.values["People"]["A1"] == 2.0
    assert result.package.parts[WORKBOOK] == package.parts[WORKBOOK]


def test_names_for_cells_ranges_and_constants_are_computed() -> None:
    def names(made: Any) -> None:
        named(made, "Salaries", "People!$A$1:$A$3")
        named(made, "Percent", "0.0325")
        named(made, "First", "People!$A$1")
        named(made, "Twice", "SUM(People!$A$1:$A$3)*2")

    cells = {"A1": 100, "A2": 200, "A3": 300, "B1": "=SUM(Salaries)", "B2": "=Twice"}
    result = recalculate(book(cells | {"B3": "=VSM_AWARD(First,Percent)"}, names), FUNCTIONS)
    assert result.values["People"] == {"B1": 600.0, "B2": 1200.0, "B3": 3.25}


def test_everything_but_stored_values_stays_as_it_was() -> None:
    def furnish(workbook: Any) -> None:
        sheet = workbook.worksheets[0]
        sheet.add_table(Table(displayName="T", ref="A1:B3"))
        rule = DataValidation(type="list", formula1='"a,b"')
        rule.add("A2")
        sheet.add_data_validation(rule)
        sheet.protection.sheet = True
        workbook.create_sheet("Empty")

    package = book({"A1": "Post", "B1": "Award", "A2": 1, "A3": 2, "B2": "=A2*2"}, furnish)
    result = recalculate(package, FUNCTIONS)
    for part, before in package.parts.items():
        after = result.package.parts[part]
        assert after == before or part == SHEET
    xml = package.parts[SHEET]
    assert canonicalize(result.package.parts[SHEET].decode()) == canonicalize(
        xml.replace(b"</f><v></v>", b"</f><v>2</v>").decode()
    )
    again = recalculate(result.package, FUNCTIONS)
    assert again.package.to_bytes() == result.package.to_bytes()


def test_stale_results_are_never_trusted() -> None:
    package = book({"A1": 1, "B1": "=A1+1"})
    stale = edited(package, SHEET, "</f><v></v>", "</f><v>99</v>")
    assert recalculate(stale, FUNCTIONS).values["People"]["B1"] == 2.0


def test_shared_formulas_are_computed_in_every_row() -> None:
    package = edited(
        book({"A1": 1, "A2": 2, "B1": "=0", "B2": "=0"}),
        SHEET,
        '<c r="B1"><f>0</f><v></v></c>',
        '<c r="B1"><f t="shared" ref="B1:B2" si="0">_xll.VSM_AWARD(A1,0.5)</f><v>7</v></c>',
    )
    package = edited(
        package, SHEET, '<c r="B2"><f>0</f><v></v></c>', '<c r="B2"><f t="shared" si="0"/></c>'
    )
    assert recalculate(package, FUNCTIONS).values["People"] == {"B1": 0.5, "B2": 1.0}


def test_array_formulas_fill_their_range_again_and_again() -> None:
    cells: dict[str, object] = {
        "A1": 1, "A2": 2, "C1": ArrayFormula("C1:C3", "=A1:A2*2"),
        "D1": ArrayFormula("D1:D2", "=SUM(A1:A2)"), "E1": ArrayFormula("E1:F3", "=VSM_TABLE()"),
    }  # fmt: skip
    once = recalculate(book(cells), FUNCTIONS)
    twice = recalculate(once.package, FUNCTIONS)
    for result in (once, twice):
        stored: Any = openpyxl.load_workbook(
            io.BytesIO(result.package.to_bytes()), data_only=True
        ).worksheets[0]
        assert [stored[f"C{row}"].value for row in (1, 2, 3)] == [2, 4, "#N/A"]
        assert [stored[f"D{row}"].value for row in (1, 2)] == [3, 3]
        assert [stored[f"E{row}"].value for row in (1, 2, 3)] == ["a", 1, None]
        assert [stored[f"F{row}"].value for row in (1, 2, 3)] == ["b", 2.5, "#N/A"]
    assert once.package.to_bytes() == twice.package.to_bytes()


def test_functions_that_nobody_has_are_listed_with_their_cells() -> None:
    result = done({"A1": "=VSM_NOBODY(1)", "A2": '=IFERROR(GETPIVOTDATA(1),"")', "A3": "=SUM(1)"})
    assert result.errors["People"] == {"A1": "#NAME?"}
    assert result.unknown_functions == {
        "GETPIVOTDATA": ["People!A2"],
        "VSM_NOBODY": ["People!A1"],
    }


def test_an_input_error_that_the_engine_does_not_know_is_still_an_error() -> None:
    package = book({"A1": "#N/A", "B1": "=ISERROR(A1)"})
    package = edited(package, SHEET, "<v>#N/A</v>", "<v>#GETTING_DATA</v>")
    result = recalculate(package, FUNCTIONS)
    assert result.values["People"]["B1"] is True
    assert "#GETTING_DATA" in result.package.parts[SHEET].decode()


def test_an_empty_formula_element_is_no_formula() -> None:
    package = edited(book({"A1": "=0", "B1": "=A1*2"}), SHEET, "<f>0</f><v></v>", "<f/><v>4</v>")
    result = recalculate(package, FUNCTIONS)
    assert result.values["People"] == {"B1": 8.0}


def test_five_hundred_rows_take_less_than_two_seconds_of_processor_time() -> None:
    cells: dict[str, object] = {}
    for row in range(1, 501):
        cells[f"A{row}"] = row
        cells |= {f"{column}{row}": f"=VSM_AWARD($A{row},0.5)" for column in "BCDEFGHIJK"}
    package = book(cells)
    start = time.process_time()
    assert recalculate(package, FUNCTIONS).values["People"]["K500"] == 250.0
    assert time.process_time() - start < 2
