"""Excel's own functions as the template uses them, against hand-checked cases, in each engine."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from vsm_xl.annual_return.build import build_template
from vsm_xl.errors import XlError
from vsm_xl.ooxml import Package, read_sheet
from vsm_xl.recalc import recalculate
from vsm_xl.recalc.spelling import called
from vsm_xl.recalc.verify import agree

if TYPE_CHECKING:
    from vsm_xl.recalc import EngineName

CASES: list[list[Any]] = tomllib.loads(
    Path(__file__).with_name("builtins.toml").read_text(encoding="utf-8")
)["cases"]
CELLS = {
    "A1": 10, "A2": 2.5, "A3": "text", "A5": True, "A6": "=NA()", "A7": "=1/0", "A8": '=""',
    "A9": 45748, "A10": "TEXT", "B1": 1, "B2": 2, "B3": 3,
}  # fmt: skip
#: What an engine answers otherwise, and cannot be made to: docs/reference/engines.md names it.
KNOWN: dict[EngineName, dict[str, Any]] = {
    "embedded": {},
    # TRUE is the number 1 to Calc, wherever it stands.
    "libreoffice": {
        "SUM(A1:A5)": 13.5, "MIN(A1:A5)": 1.0, "ISNUMBER(A5)": True, "COUNT(A1:A10)": 4.0,
    },
}  # fmt: skip


def workbook() -> Package:
    made: Any = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "S"
    for ref, value in CELLS.items():
        sheet[ref] = value
    for row, (formula, *_) in enumerate(CASES, 1):
        sheet.cell(row, 4, f"={formula}")
    file = io.BytesIO()
    made.save(file)
    return Package.from_bytes(file.getvalue(), "builtins.xlsx")


def shown(expected: Any) -> Any:
    if isinstance(expected, str) and expected.startswith("#"):
        return XlError(expected)
    return float(expected) if type(expected) is int else expected


def assert_as_written(engine: EngineName) -> None:
    computed = recalculate(workbook(), engine=engine)
    assert not computed.unknown_functions
    wrong = []
    for row, (formula, expected, origin) in enumerate(CASES, 1):
        value = computed.values["S"][f"D{row}"]
        awaited = KNOWN[engine].get(formula, shown(expected))
        if not agree(value, awaited):
            wrong.append(f"={formula} is {value!r}, not {awaited!r} ({origin})")
    assert not wrong, "\n".join(wrong)


def test_the_embedded_engine_computes_as_excel_does() -> None:
    assert_as_written("embedded")


@pytest.mark.component
def test_libreoffice_computes_as_excel_does() -> None:
    assert_as_written("libreoffice")


def test_every_function_of_the_template_has_cases() -> None:
    package = Package.from_bytes(build_template(3), "template.xlsx")
    used = {
        name
        for part in package.sheets().values()
        for cell in read_sheet(package.parts[part]).formulas().values()
        for name in called(cell.formula_text)
    }
    qualified = {name for formula, *_ in CASES for name in called(formula)}
    lacking = {name for name in used if not name.startswith("VSM_")} - qualified
    assert not lacking, sorted(lacking)
