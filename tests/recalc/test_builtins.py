"""Excel's own functions as the template uses them, against hand-checked cases, in each engine."""

from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.errors import XlError
from vsm_xl.ooxml import Package, read_sheet
from vsm_xl.ooxml.formula_parts import calls_in, references
from vsm_xl.ooxml.formulas import calls
from vsm_xl.ooxml.references import reference
from vsm_xl.recalc import recalculate
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
    # A lost reference has a width and a height to it; LOWER changes the letters of English only.
    "embedded": {"COLUMNS(#REF!)": 1.0, 'LOWER("Über £1")': "Über £1"},
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


#: What the cells hold that the cases refer to; every other cell is empty.
HELD = {
    ref: "error" if value in {"=NA()", "=1/0"} else "text" if isinstance(value, str) else "number"
    for ref, value in CELLS.items()
}
KINDS = ("number", "text", "blank", "error")


def functions_of_the_template() -> set[str]:
    package = blank_template(3, "template.xlsx")
    used = {
        name
        for part in package.sheets().values()
        for cell in read_sheet(package.parts[part]).formulas().values()
        for name in calls(cell.formula or "")
    }
    # NA takes no argument, so it meets nothing.
    return {name for name in used if not name.startswith("VSM_")} - {"NA"}


def kinds_met_by(function: str) -> set[str]:
    """What the cells hold, or the constants are, in the calls of a function among the cases."""
    met = set()
    for formula, *_ in CASES:
        _, found, given = formula.partition(f"{function}(")
        if not found or function not in calls(formula):
            continue
        met |= {
            HELD.get(reference(row, column), "blank")
            for call in calls_in(formula)
            if call.name == function
            for argument in call.arguments
            for _, (top, left, bottom, right) in references("S", argument)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }
        if re.search(r"(?:^|[(,])-?[0-9]", given):
            met.add("number")
    return met


def test_every_function_of_the_template_has_cases_of_numbers_texts_blanks_and_errors() -> None:
    used = functions_of_the_template()
    lacking = {name: left for name in sorted(used) if (left := set(KINDS) - kinds_met_by(name))}
    assert len(used) > 20
    assert not lacking


def test_a_function_without_cases_would_be_noticed() -> None:
    assert kinds_met_by("WORKDAY") == set()
    assert kinds_met_by("VLOOKUP") != set(KINDS)
