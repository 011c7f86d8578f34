"""Formulas moved down, as those that follow a shared formula are."""

from __future__ import annotations

import pytest

from vsm_xl.ooxml.formulas import UnreadableFormulaError
from vsm_xl.ooxml.moved_formulas import moved

#: Formula, rows down, columns to the right, the formula there.
CASES = (
    ("A1+$B$2+A$3+$A4", 2, 0, "A3+$B$2+A$3+$A6"),
    ("SUM($N8:$N$507)", 3, 0, "SUM($N11:$N$507)"),
    ("SUM(C:C)+SUM(3:$4)", 2, 0, "SUM(C:C)+SUM(5:$4)"),
    ("'Pay ranges'!D4:E5&\"A1\"", 1, 0, "'Pay ranges'!D5:E6&\"A1\""),
    ("vsm_year_start+ABC1234567+Tab1[A1]", 5, 0, "vsm_year_start+ABC1234567+Tab1[A1]"),
    ("A1+$B1", 1, 2, "C2+$B2"),
)
OUTSIDE = (
    ("SUM(ZSS:ZSS)", 0, 1),
    ("SUM(A:XFE)", 2, -1),
    ("A1", -1, 0),
    ("A1048576", 1, 0),
    ("3:4", -3, 0),
)


def test_references_move_and_names_do_not() -> None:
    wrong = [
        (formula, rows, columns, found)
        for formula, rows, columns, right in CASES
        if (found := moved(formula, rows, columns)) != right
    ]
    assert wrong == []


def test_a_reference_out_of_the_sheet_is_refused() -> None:
    for formula, rows, columns in OUTSIDE:
        with pytest.raises(UnreadableFormulaError):
            moved(formula, rows, columns)
