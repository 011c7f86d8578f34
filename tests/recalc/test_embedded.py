"""Values on their way between the engine and our functions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest

from vsm_xl.errors import XlError
from vsm_xl.recalc.embedded import to_cell, to_engine, to_function

if TYPE_CHECKING:
    from vsm_xl.ooxml import CellValue

NA = {"type": "Error", "kind": "Na"}


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("Null", "#NULL!"),
        ("Div", "#DIV/0!"),
        ("Value", "#VALUE!"),
        ("Ref", "#REF!"),
        ("Name", "#NAME?"),
        ("Num", "#NUM!"),
        ("Na", "#N/A"),
        ("Spill", "#SPILL!"),
        ("Calc", "#CALC!"),
    ],
)
def test_an_error_goes_through_unchanged_in_both_directions(kind: str, code: str) -> None:
    error = {"type": "Error", "kind": kind}
    value = to_function(error)
    assert isinstance(value, XlError)
    assert value == code
    assert to_engine(value) == error
    assert to_cell(error) == code


def test_errors_inside_ranges_are_errors_too() -> None:
    rows = to_function([[1.0, NA], [None, "#N/A"]])
    assert rows == [[1.0, "#N/A"], [None, "#N/A"]]
    assert isinstance(rows, list)
    assert isinstance(rows[0][1], XlError)
    assert not isinstance(rows[1][1], XlError)


@pytest.mark.parametrize(
    ("result", "given"),
    [
        (None, ""),
        (5, 5.0),
        (True, True),
        ("#N/A", "#N/A"),
        (XlError("#BUSY!"), NA),
        (XlError("#FIELD!"), {"type": "Error", "kind": "Value"}),
        (float("nan"), {"type": "Error", "kind": "Num"}),
        (10**20, 1e20),
        ("x" * 40_000, {"type": "Error", "kind": "Value"}),
        (object(), {"type": "Error", "kind": "Value"}),
        (dt.date(2025, 4, 1), 45748.0),
        (np.float64(2.5), 2.5),
        (np.True_, True),
        ([1, None], [[1.0], [""]]),
        ([[1, 2], [3]], [[1.0, 2.0], [3.0, NA]]),
        (((1, XlError("#N/A")),), [[1.0, NA]]),
        ([], {"type": "Error", "kind": "Calc"}),
        ([[]], {"type": "Error", "kind": "Calc"}),
    ],
)
def test_a_result_is_given_to_the_engine_as_it_takes_it(result: object, given: object) -> None:
    taken = to_engine(result)
    assert taken == given
    assert type(taken) is type(given)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (2.5, 2.5),
        (None, None),
        ("", ""),
        (True, True),
        (dt.date(2025, 4, 1), dt.date(2025, 4, 1)),
        (dt.time(12), 0.5),
        (dt.timedelta(hours=36), 1.5),
        (float("inf"), "#NUM!"),
        ({"type": "Error", "kind": "Circ"}, "#VALUE!"),
    ],
)
def test_a_cell_of_the_engine_is_read_as_a_value(value: object, cell: CellValue) -> None:
    assert to_cell(value) == cell
