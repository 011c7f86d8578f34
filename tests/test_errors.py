"""Errors as values, and the sentences behind every reason."""

from __future__ import annotations

import math
import pickle
import re
import statistics
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import vsm_xl
from vsm_xl.errors import ERROR_CODES, REASONS, UnusableInput, XlError

if TYPE_CHECKING:
    from collections.abc import Callable

SPOKEN = [entry for entry in REASONS if entry.code not in {"NONE", "BLANK"}]


def test_a_reason_says_what_and_what_to_do_in_sentences() -> None:
    for entry in SPOKEN:
        for text in (entry.sentence, entry.remedy):
            assert text[0].isupper() or text[0] in "{£0123456789" or text.split()[0] in _NAMES, text
            assert text.endswith((".", "{note}", "{pool}")), text
            assert len(text) <= 255, text
        assert len(entry.sentence.split()) >= 4, entry.code
        assert len(entry.remedy.split()) >= 2, entry.code


_NAMES = {"paid_from", "to", "comparator_pay"}  # arguments, which are written small


def test_a_reason_has_a_code_and_an_error_that_sheets_know() -> None:
    for entry in SPOKEN:
        assert re.fullmatch(r"[A-Z][A-Z_]*[A-Z]", entry.code)
        assert entry.error is None or entry.error in ERROR_CODES, entry.code
        assert REASONS[entry.number] is entry


def test_no_two_reasons_say_the_same() -> None:
    said = Counter((entry.sentence, entry.remedy) for entry in SPOKEN)

    assert [words for words, times in said.items() if times > 1] == []


def test_the_listed_reasons_are_all_there_are() -> None:
    listed = [row[0] for row in vsm_xl.call("VSM_LIST", "reasons")]

    assert listed == sorted({entry.code for entry in SPOKEN})


def test_an_error_is_its_text_and_knows_its_words() -> None:
    error = XlError("#N/A", "RANGE_NOT_LOADED", lambda: "Nothing is loaded.")

    assert error == "#N/A"
    assert (error.reason, error.message) == ("RANGE_NOT_LOADED", "Nothing is loaded.")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (copy, copy.reason, copy.message) == (error, error.reason, error.message)
    assert repr(error) == "XlError('#N/A', 'RANGE_NOT_LOADED')"


def test_no_amount_comes_of_an_error_by_whatever_is_done_with_it() -> None:
    error: Any = XlError("#N/A")
    tried: dict[str, Callable[[], Any]] = {
        "plus": lambda: error + 1, "minus": lambda: 1 - error, "times": lambda: error * 2,
        "negative": lambda: -error, "share": lambda: error / 2, "sum": lambda: sum([error, error]),
        "sum of texts": lambda: sum([error], ""), "joined": lambda: "".join(iter([error])),
        "after a text": lambda: "£" + error, "order": lambda: error > 0, "largest": lambda: max(error, 1.0),
        "mean": lambda: statistics.mean([error, 1.0]), "rounded": lambda: round(error),
        "whole": lambda: int(error), "counted": lambda: range(error), "decimal": lambda: Decimal(error),
        "fraction": lambda: Fraction(error), "index": lambda: [1][error], "long": lambda: len(error),
    }  # fmt: skip
    for what, act in tried.items():
        with pytest.raises(TypeError):
            pytest.fail(f"{what}: {act()!r}")
    # What converts to a float first, as numpy and pandas do, meets what is missing.
    for total in (math.fsum([1.0, error]), np.array([1.0, error], float).sum(), float(error)):
        assert math.isnan(total)
    assert np.nansum(np.array([1.0, error], float)) == 1.0


def test_words_are_worked_out_only_when_they_are_read_and_only_once() -> None:
    asked: list[int] = []

    def words() -> str:
        asked.append(1)
        return "Asked."

    error = XlError("#N/A", "X", words)

    assert asked == []
    assert [error.message, error.message] == ["Asked.", "Asked."]
    assert asked == [1]


def test_unusable_input_has_one_line_for_each_problem() -> None:
    assert UnusableInput("one").problems == ("one",)
    assert str(UnusableInput(["one", "two"])) == "one\ntwo"
