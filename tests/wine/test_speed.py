"""How long calls take through real COM: cell by cell, as one column, and a whole return of 500 people."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

import vsm_xl
from vsm_xl.excel.server import column_plan
from vsm_xl.excel.server.explaining import find_calls
from vsm_xl.excel.shared_names import FUNCTIONS_MODULE, RIBBON_MODULE
from vsm_xl.functions.registry import EVERY

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.component

ROWS = 500
#: Columns of the template that have fewer cells are pages, not people.
LEAST_PEOPLE = 50
MOST_CALLS = 100
WORKBOOK = Path(__file__).parents[2] / "workbook" / "vsm-annual-return.xlsx"
#: Where the measured times go, a line of JSON each, when this variable names a file.
REPORT = "VSM_XL_WINE_TIMES"


def _record(what: str, found: dict[str, Any]) -> None:
    if path := os.environ.get(REPORT):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps({what: found}) + "\n")


def test_one_column_is_far_faster_than_its_cells(server: Any) -> None:
    salaries = [100_000 + 137 * at for at in range(ROWS)]
    rest = ["2025/26", "Provider", 3]
    single = [("VSM_AWARD", [salary, *rest]) for salary in salaries]
    column = [("VSM_AWARD", [[[salary] for salary in salaries], *rest])]
    warm = {"first call": single[:1], "first column": column}

    report = server.ask(timed={**warm, "cell by cell": single, "one column": column})

    times = report["timed"]
    found = {
        "rows": ROWS,
        "connected_seconds": report["connected"],
        "first_call_seconds": times["first call"],
        "cell_by_cell_seconds": times["cell by cell"],
        "one_call_milliseconds": times["cell by cell"] / ROWS * 1000,
        "one_column_milliseconds": times["one column"] * 1000,
    }
    _record("one_column", found)
    assert times["one column"] * 10 < times["cell by cell"]


def _columns() -> Iterator[tuple[str, str, int]]:
    """Give the columns of the return's template that call our functions: function, formula, row."""
    book = load_workbook(WORKBOOK)
    for sheet in book:
        for cells in sheet.iter_cols():
            blocks: dict[str, list[Any]] = {}
            for cell in cells:
                if (
                    isinstance(cell.value, str)
                    and cell.value.startswith("=")
                    and "VSM_" in cell.value
                ):
                    shape = re.sub(r"(?<=[A-Z])\d+", "#", cell.value)
                    blocks.setdefault(shape, []).append(cell)
            for block in blocks.values():
                if len(block) >= LEAST_PEOPLE:
                    for name in dict.fromkeys(n for n, _ in find_calls(block[0].value)):
                        yield name, block[0].value, block[0].row


def _filled(name: str, plan: list[list[Any]]) -> list[Any]:
    """Give the arguments of a column call as the macros send them, with values of the example."""
    example = list(EVERY[name].example)
    given: list[Any] = []
    for at, (_, kind, *_texts) in enumerate(plan):
        value = example[at] if at < len(example) else None
        if kind in {"rows", "column"} and not isinstance(value, list):
            given.append([[value]] * ROWS)
        else:
            given.append(None if kind == "table" else value)
    return given


def test_a_return_of_500_people_costs_tens_of_calls(server: Any) -> None:
    columns = list(_columns())
    plans: list[tuple[str, str, list[Any]]] = [
        (RIBBON_MODULE, "plan", [name, formula, row, row, row + ROWS - 1])
        for name, formula, row in columns
    ]
    calls: list[tuple[str, str, list[Any]]] = []
    for (name, _, _), order in zip(columns, plans, strict=True):
        lines = column_plan.plan(*order[2])[:-1]
        assert lines[0][0], f"{order} cannot be asked for as a column"
        for number in dict.fromkeys(line[0] for line in lines):
            mine = [line for line in lines if line[0] == number]
            calls.append((FUNCTIONS_MODULE, name, _filled(name, mine)))

    report = server.ask(sequence=[*plans, *calls])

    answers = report["sequence"][len(plans) :]
    for (_, name, given), answer in zip(calls, answers, strict=True):
        alone = [value[0][0] if isinstance(value, list) else value for value in given]
        assert answer == [[vsm_xl.call(name, *alone)]] * ROWS, (name, alone)
    _record("return_of_500_people", {
        "calls": len(plans) + len(calls), "seconds": report["sequence_seconds"],
    })  # fmt: skip
    assert len(plans) + len(calls) < MOST_CALLS
