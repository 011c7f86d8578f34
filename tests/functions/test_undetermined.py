"""An answer that cannot be determined has no number in any form: cell, array, working, words."""

from __future__ import annotations

import json
import math
import operator
import pickle
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from anything import (  # type: ignore[import-not-found,unused-ignore]
    calls,
    columns,
)
from hypothesis import given, settings
from hypothesis import strategies as st

import vsm_xl
from vsm_xl import XlError
from vsm_xl.functions.registry import FUNCTIONS

pd: Any = import_module("pandas")
NAMES = [name for name, function in FUNCTIONS.items() if function.args]
ELEMENTWISE = [
    name
    for name, function in FUNCTIONS.items()
    if not function.one_row and not all(arg.whole for arg in function.args)
]
#: Calls that are not determined although their arguments can be read, and where they come from.
UNDETERMINED = [
    ("VSM_AWARD", 277500, "2026/27", "Provider", 3),
    ("VSM_NEW_SALARY", 277500, "2027/28", "Provider", 3),
    ("VSM_AWARD", 277500, "2025/26", "Provider", None),
    ("VSM_AWARD", 277500, "2026/27", "Provider", 3, True, [["award.criteria", "settled"]]),
    ("VSM_AWARD", 277500, "2025/26", "Provider", 3, None, None, 0.05),
    ("VSM_BONUS", 277500, 0.11),
    ("VSM_BONUS", 277500, 0.1, "2025-03-31"),
    ("VSM_PREMIUM", 277500, 0.1, False),
    ("VSM_PAY_RATIO", 281000, 0),
    ("VSM_EMPLOYER_NI", 150000, "2031-04-06"),
    ("VSM_EMPLOYER_PENSION", 150000, "2031-04-06"),
    ("VSM_AWARD_COST", 4875, "2031-04-06"),
    ("VSM_ARREARS", 4875, "2025-10-01", "2025-04-01"),
    ("VSM_PRORATA", 144000, "2025-03-31", "2024-08-05"),
    ("VSM_BENCHMARK", "CEO", "ICB", "C", "Exception maximum", "2022-02-01"),
    ("VSM_APPROVAL", 170001, "CEO", "ICB", "C", 0.5, "2026-01-01"),
    ("VSM_APPROVAL", 170001, None, "Provider", None, None, "2024-01-01", None, [["approval.provider_threshold", 120000]]),
    ("VSM_POSITION", 170001, "CEO", "Provider", 5e8),
    ("VSM_COMPA_RATIO", 170001, "CEO", "Provider", 5e8),
    ("VSM_FAIR_PAY", [None, None], 282500),
    ("VSM_RATE", "award.withheld_segments", "2026-05-01"),
    ("VSM_BAND_MIDPOINT", "280-285", 2500),
]  # fmt: skip


def _without_amounts(explanation: vsm_xl.Explanation) -> bool:
    return not any("£" in step.what + step.value for step in explanation.working)


@pytest.mark.parametrize("call", UNDETERMINED, ids=str)
def test_the_working_of_an_undetermined_answer_says_why_and_shows_no_amount(
    call: tuple[Any, ...],
) -> None:
    answer = vsm_xl.call(*call)
    explained = vsm_xl.explain(*call)

    assert isinstance(answer, XlError)
    assert isinstance(explained.value, XlError)
    assert (explained.status, explained.value, explained.reason) == ("error", answer, answer.reason)
    assert _without_amounts(explained), explained.working
    assert any(f"not determined: {answer.reason}" == step.value for step in explained.working)
    table = vsm_xl.call("VSM_EXPLAIN", *call)
    assert not any("£" in str(row[2]) for row in table[:-1])


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=8)
@given(data=st.data())
def test_no_undetermined_answer_has_an_amount_in_its_working(
    name: str, data: st.DataObject
) -> None:
    function = FUNCTIONS[name]
    arguments = data.draw(calls(function))
    if isinstance(vsm_xl.call(name, *arguments), list):
        return

    explained = vsm_xl.explain(name, *arguments)

    if explained.status != "value":
        assert _without_amounts(explained), explained.working
        assert explained.value == "" or isinstance(explained.value, XlError)


@pytest.mark.parametrize("name", ELEMENTWISE)
@settings(max_examples=8)
@given(data=st.data())
def test_a_column_holds_a_value_only_where_it_is_determined(name: str, data: st.DataObject) -> None:
    arguments, _ = data.draw(columns(FUNCTIONS[name]))

    found = vsm_xl.column(name, *arguments)

    for value, ok in zip(list(found.values), found.ok.tolist(), strict=True):
        missing = [bool(pd.isna(part)) for part in np.atleast_1d(np.asarray(value, dtype=object))]
        assert not any(missing) if ok else all(missing), (value, ok)


def test_a_nan_key_is_blank_in_cell_list_and_array() -> None:
    rest = ("2025/26", "Provider", 3)
    nan = float("nan")

    assert vsm_xl.call("VSM_AWARD", nan, *rest) == ""
    assert vsm_xl.call("VSM_WHY", "VSM_AWARD", nan, *rest) == ""
    for column in (
        [1000.0, nan, None],
        [1000.0, nan, "x"],
        [nan] * 3,
        np.array([1000.0, nan, nan]),
    ):
        for many in (column, list(column) * 600):
            answers = vsm_xl.call("VSM_AWARD", many, *rest)
            assert [answer for (answer,) in answers] == [
                vsm_xl.call("VSM_AWARD", cell, *rest) for cell in many
            ]
            assert answers[1] == [""]
    assert vsm_xl.call("VSM_BENCHMARK", [nan, "CEO"], "ICB", "C", None, "2022-02-01") == [
        [""],
        [232500.0],
    ]
    # Beside the key it is a number that cannot be worked with, never a default.
    assert vsm_xl.call("VSM_AWARD", 1000, *rest, None, None, nan).reason == "NOT_FINITE"


def test_an_error_is_neither_a_text_nor_a_number() -> None:
    error = vsm_xl.call("VSM_AWARD", 150000, "2026/27", "Provider", 3)

    assert not isinstance(error, str | int | float)
    assert error == "#N/A"
    assert {error: 1}["#N/A"] == 1
    for use in (
        lambda: error + 1, lambda: 1 + error, lambda: error * 2, lambda: -error, lambda: error < 1,
        lambda: sum([error, error]), lambda: operator.concat("", error), lambda: "total " + error,
        lambda: np.array([1.0, error]).sum(), lambda: np.float64(1) + error,
        lambda: pd.Series([1.0, error]).sum(), lambda: json.dumps([error]), lambda: error[0],
    ):  # fmt: skip
        with pytest.raises(TypeError):
            use()
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (copy, copy.reason, copy.message) == (error, error.reason, error.message)


def test_a_numeric_column_sees_an_error_as_missing() -> None:
    error = vsm_xl.call("VSM_AWARD", 150000, "2026/27", "Provider", 3)

    assert np.isnan(np.array([1.0, error], dtype=float)).tolist() == [False, True]
    assert pd.Series([1.0, error]).astype(float).isna().tolist() == [False, True]
    assert math.isnan(pd.to_numeric(pd.Series([1.0, error]), errors="coerce")[1])
