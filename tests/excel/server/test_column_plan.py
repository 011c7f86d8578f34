"""What the cells of a column ask for, read off one of their formulas."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import coordinate_from_string

from vsm_xl.excel.server import column_plan
from vsm_xl.excel.server.explaining import find_calls

if TYPE_CHECKING:
    from collections.abc import Iterator

WORKBOOK = Path(__file__).parents[3] / "workbook" / "vsm-annual-return.xlsx"
EMPTY: list[list[Any]] = [["", "", ""], ["", "", ""]]

#: Function, formula in row 8, and the lines for rows 8 to 9.
PLANS: list[tuple[str, str, list[list[str]]]] = [
    ("VSM_BAND", "=VSM_BAND(A8)", [["1", "column", "A8:A9"]]),
    ("VSM_BAND", "=[1]!VSM_BAND($A8,5000)", [["1", "column", "A8:A9"], ["1", "once", "5000"]]),
    ("VSM_BAND", "=vsm_band( A8 )", [["1", "column", "A8:A9"]]),
    ("VSM_BAND", "=VSM_BAND(A$8)", [["1", "once", "A$8"]]),
    ("VSM_BAND", "=VSM_BAND(A7,$C$3)", [["1", "column", "A7:A8"], ["1", "once", "$C$3"]]),
    ("VSM_BAND", "=VSM_BAND('My (odd), 5 sheet'!B8)",
     [["1", "column", "'My (odd), 5 sheet'!B8:B9"]]),
    ("VSM_BAND", "=VSM_BAND(N(Decisions!$S8)*2)",
     [["1", "rows", "N(Decisions!S8)*2", "N(Decisions!S9)*2"]]),
    ("VSM_BONUS", '=VSM_BONUS(B8,IF(C8="A8",B$1,10%))',
     [["1", "column", "B8:B9"],
      ["1", "rows", 'IF(C8="A8",B1,10%)', 'IF(C9="A8",B1,10%)']]),
    ("VSM_AWARD", "=VSM_AWARD(B8,vsm_year,kind,3,,vsm_policy)",
     [["1", "column", "B8:B9"], ["1", "once", "vsm_year"], ["1", "once", "kind"],
      ["1", "once", "3"], ["1", "left out", ""], ["1", "table", "vsm_policy"]]),
    ("VSM_WHY", '=VSM_WHY("VSM_POSITION",B8,C8,"ICB","A",,ranges)',
     [["1", "once", '"VSM_POSITION"'], ["1", "column", "B8:B9"], ["1", "column", "C8:C9"],
      ["1", "once", '"ICB"'], ["1", "once", '"A"'], ["1", "left out", ""], ["1", "table", "ranges"]]),
    ("VSM_BAND", "=VSM_BAND(A8)&VSM_BONUS(C8,D8)&VSM_BAND(B8)",
     [["1", "column", "A8:A9"], ["3", "column", "B8:B9"]]),
    # Asked for alone: calls in calls, tables for answers, "this row", other functions, none.
    ("VSM_BAND", "=VSM_BAND(VSM_AWARD(A8,B8,C8,D8))", []),
    ("VSM_FAIR_PAY", "=VSM_FAIR_PAY(A8:A20,B8)", []),
    ("VSM_LIST", '=VSM_LIST("roles")', []),
    ("VSM_BAND", "=VSM_BAND(People[[#This Row],[Pay]])", []),
    ("VSM_BAND", "=VSM_BONUS(A8,B8)", []),
    ("VSM_BAND", '="VSM_BAND(A8)"', []),
    ("VSM_VERSION", "=VSM_VERSION()", []),
]  # fmt: skip


def test_a_formula_tells_what_its_column_asks_for() -> None:
    wrong = {}
    for task, formula, lines in PLANS:
        found = column_plan.plan(task, formula, 8.0, 8.0, 9.0)
        assert len({len(line) for line in found}) == 1, formula
        stripped = [list(line[:2]) + _texts(line) for line in found if line[0]]
        expected = [line[:2] + _texts(line) for line in lines]
        if stripped != expected or (not lines and found != EMPTY):
            wrong[formula] = stripped

    assert wrong == {}


def _texts(line: list[str]) -> list[str]:
    return [text for text in line[2:] if text]


def _columns() -> Iterator[tuple[str, str, str, int]]:
    for sheet in load_workbook(WORKBOOK):
        for cells in sheet.iter_cols():
            seen = set()
            for cell in cells:
                text = cell.value
                if not isinstance(text, str) or not text.startswith("=") or "VSM_" not in text:
                    continue
                shape = re.sub(r"(?<=[A-Z])\d+", "#", text)
                if shape not in seen:
                    seen.add(shape)
                    for name, _ in find_calls(text):
                        yield name, text, *coordinate_from_string(cell.coordinate)


def _row_of(line: list[str], at: int, last: int) -> str:
    """Give the text of one argument in one row, as a translated formula would have it."""
    kind, texts = line[1], line[2:]
    if kind == "rows":
        return texts[at]
    if kind == "column":
        sheet, bang, cells = texts[0].rpartition("!")
        start = cells.partition(":")[0]
        column, row = re.fullmatch(r"([A-Z]+)(\d+)", start).groups()  # type: ignore[union-attr]
        return f"{sheet}{bang}{column}{int(row) + at}"
    assert last
    return texts[0]


def test_every_formula_of_the_return_moves_as_excel_moves_it() -> None:
    checked = 0
    for name, formula, column, row in _columns():
        lines = [line for line in column_plan.plan(name, formula, row, row, row + 4) if line[0]]
        for at in range(5 if lines else 0):
            moved = Translator(formula, f"{column}{row}").translate_formula(f"{column}{row + at}")
            numbered = enumerate(find_calls(moved), 1)
            texts = {str(number): texts for number, (_, texts) in numbered}
            for number in dict.fromkeys(line[0] for line in lines):
                mine = [_row_of(line, at, 4) for line in lines if line[0] == number]
                assert [text.replace("$", "") for text in mine] == [
                    text.replace("$", "") for text in texts[number]
                ], (formula, at)
                checked += 1

    assert checked > 100
