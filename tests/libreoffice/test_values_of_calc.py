"""Values between Calc and our functions, without LibreOffice."""

from __future__ import annotations

import math
import struct
from typing import Any

import pytest

from vsm_xl.errors import XlError
from vsm_xl.libreoffice.values import (
    CODES,
    MARK,
    error_number,
    from_calc,
    from_code,
    marked,
    omitted_left_out,
    to_calc,
)


def low_half(number: float) -> int:
    return int(struct.unpack("<Q", struct.pack("<d", number))[0] & 0xFFFFFFFF)


@pytest.mark.parametrize("error", sorted(CODES))
def test_an_error_goes_to_calc_as_its_own_code_and_comes_back(error: str) -> None:
    number = to_calc(XlError(error))
    assert math.isnan(number)
    assert from_code(low_half(number)) == error


@pytest.mark.parametrize(
    ("error", "code"), [("#GETTING_DATA", 32767), ("#SPILL!", 519), ("#CALC!", 519)]
)
def test_an_error_that_calc_has_not_goes_as_the_nearest(error: str, code: int) -> None:
    assert low_half(error_number(error)) == code


@pytest.mark.parametrize(
    ("result", "given"),
    [
        (4875.0, 4875.0), (3, 3.0), (True, 1.0), (False, 0.0), ("", ""), (None, ""), ("a", "a"),
        ([[1.0], [2.0]], ((1.0,), (2.0,))), ([1, "a"], ((1.0,), ("a",))), ([["a", None]], (("a", ""),)),
    ],
)  # fmt: skip
def test_a_result_is_given_as_calc_takes_it(result: Any, given: Any) -> None:
    assert to_calc(result) == given


def test_a_row_that_is_too_short_ends_in_not_available() -> None:
    rows = to_calc([[1, 2], [3]])
    assert rows[0] == (1.0, 2.0)
    assert low_half(rows[1][1]) == 32767


@pytest.mark.parametrize(
    ("argument", "taken"),
    [
        (0.0, 0.0), ("", None), ("x", "x"), (None, None), (((1.0, ""),), [[1.0, None]]),
        (f"{MARK}TRUE", True), (f"{MARK}FALSE", False), (f"{MARK}32767", XlError("#N/A")),
        (((f"{MARK}532",),), [[XlError("#DIV/0!")]]),
    ],
)  # fmt: skip
def test_an_argument_is_taken_as_what_it_was_in_the_sheet(argument: Any, taken: Any) -> None:
    got = from_calc(argument)
    assert got == taken
    assert type(got) is type(taken)


def test_only_arguments_omitted_at_the_end_are_left_out() -> None:
    assert omitted_left_out((None, 1.0, None, "", None)) == (None, 1.0, None, "")


class Cell:
    def __init__(self, formula: str, error: int) -> None:
        self.getFormula, self.getError = lambda: formula, lambda: error


class Cells:
    def getDataArray(self) -> tuple[tuple[object, ...], ...]:  # noqa: N802 - UNO's name
        return ((1.0, 1.0, None, "x"),)

    def getCellByPosition(self, column: int, _row: int) -> Cell:  # noqa: N802 - UNO's name
        return (Cell("1", 0), Cell("=TRUE()", 0), Cell("=NA()", 32767))[column]


def test_cells_are_handed_over_with_their_truths_and_errors_marked() -> None:
    assert marked(Cells()) == ((1.0, f"{MARK}TRUE", f"{MARK}32767", "x"),)
