"""Every reason there is, produced by a real call; those that no call can produce are named."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import vsm_xl
from vsm_xl import XlError
from vsm_xl.errors import ERROR_CODES, REASONS
from vsm_xl.framework.ranges import COLUMNS

_HEADER = list(COLUMNS)
_REST = ["2025-04-01", None, "Made up for the test", "illustrative"]
_TABLE: list[list[Any]] = [
    _HEADER,
    ["T", "Provider", "One", 0, 500000000, "Director", 100000, 120000, 130000, *_REST],
    ["T", "ICB", "Small", 100000, None, "Director", 100000, 120000, None, *_REST],
    ["T", "ICB", "Point", None, None, "Director", 100000, 100000, None, *_REST],
    ["T", "ICB", "Nil", None, None, "Director", 0, 0, None, *_REST],
]
_ON = ("2025-05-01", _TABLE)
_2025 = ("2025/26", "Provider")
_SETTLED = [["award.criteria", "settled"]]

#: For each reason calls that end with it: its code, what the cell shows, the call.
CALLS: list[tuple[str, Any, tuple[Any, ...]]] = [
    ("ABOVE_EXCEPTION_MAXIMUM", "Above exception maximum", ("VSM_POSITION", 130001, "Director", "Provider", "One", *_ON)),
    ("ABOVE_OPERATIONAL_MAXIMUM", "Above operational maximum", ("VSM_POSITION", 120001, "Director", "Provider", "One", *_ON)),
    ("AMOUNT_TOO_LARGE", "#NUM!", ("VSM_BAND", 10**13)),
    ("APPROVAL_ICB_LOCAL", "Remuneration committee", ("VSM_APPROVAL", 1, "Director", "ICB", "Small", None, *_ON)),
    ("APPROVAL_ICB_NATIONAL", "NHS England", ("VSM_APPROVAL", 120001, "Director", "ICB", "Small", None, *_ON)),
    ("APPROVAL_PROVIDER_LOCAL", "Remuneration committee", ("VSM_APPROVAL", 1, None, "Provider", None)),
    ("APPROVAL_BODY_PENDING", "#N/A", ("VSM_APPROVAL", 170001, None, "Provider", None, None, "2027-04-01")),
    ("APPROVAL_PROVIDER_NATIONAL", "NHS England", ("VSM_APPROVAL", 170001, None, "Provider", None)),
    ("ARGUMENTS", "#VALUE!", ("VSM_BAND",)),
    *(("ARGUMENT_ERROR", code, ("VSM_BAND", XlError(code))) for code in ERROR_CODES),
    ("ARREARS_DUE", 0.0, ("VSM_ARREARS", 0, "2025-04-01", "2025-05-01")),
    ("AWARD_COST_GIVEN", 0.0, ("VSM_AWARD_COST", 0, "2025-05-01")),
    ("AWARD_NOT_GIVEN", 0.0, ("VSM_AWARD", 1, *_2025, 3, None, None, "none")),
    ("AWARD_OVER_NATIONAL", "#NUM!", ("VSM_AWARD", 1, *_2025, 3, None, None, 0.05)),
    ("BAND_GIVEN", "0-5", ("VSM_BAND", 1)),
    ("BAND_TEXT_UNUSABLE", "#VALUE!", ("VSM_BAND_MIDPOINT", "5-0")),
    ("BAND_TEXT_UNUSABLE", "#VALUE!", ("VSM_BAND_MIDPOINT", "0-5", 2500)),
    ("BEFORE_FRAMEWORK", "#N/A", ("VSM_BONUS", 1, 0.1, "2025-03-31")),
    ("BEFORE_FRAMEWORK", True, ("VSM_ELIGIBLE", "2024/25", "Provider", 3)),
    ("BELOW_MINIMUM", "Below minimum", ("VSM_POSITION", 1, "Director", "Provider", "One", *_ON)),
    ("BENCHMARK_FOUND", 100000.0, ("VSM_BENCHMARK", "Director", "Provider", "One", "Minimum", *_ON)),
    ("BONUS_OVER_LIMIT", "#NUM!", ("VSM_BONUS", 1, 0.11)),
    ("BONUS_WITHIN_LIMIT", 0.1, ("VSM_BONUS", 1, 0.1)),
    ("COMPARATOR_ZERO", "#DIV/0!", ("VSM_PAY_RATIO", 1, 0)),
    ("COMPA_RATIO_GIVEN", 1.0, ("VSM_COMPA_RATIO", 110000, "Director", "Provider", "One", *_ON)),
    ("CRITERIA_PENDING", "#N/A", ("VSM_ELIGIBLE", "2026/27", "Provider", 3)),
    ("DATE_NOT_COVERED", "#N/A", ("VSM_RATE", "ni.rate", "2020-01-01")),
    ("DATE_OUT_OF_RANGE", "#NUM!", ("VSM_RATE", "ni.rate", 60)),
    ("EARN_BACK_GIVEN", 1.0, ("VSM_EARN_BACK", 1, 0, 0)),
    ("EDITION_GIVEN", "2026-12 of 1 December 2026", ("VSM_EDITION",)),
    ("EMPTY_RANGE", "#VALUE!", ("VSM_BAND", [])),
    ("EXEMPT", True, ("VSM_ELIGIBLE", *_2025, 5, True)),
    ("FAIR_PAY_GIVEN", None, ("VSM_FAIR_PAY", [1, 2], 3)),
    ("FIGURE_PENDING", "#N/A", ("VSM_RATE", "award.criteria", "2026-05-01")),
    ("FTE_OUT_OF_RANGE", "#NUM!", ("VSM_ARREARS", 1, "2025-04-01", "2025-05-01", 2)),
    ("GROUP_FOUND", "One", ("VSM_GROUP", "Provider", 5000000, *_ON)),
    ("GROUP_NOT_IN_TABLE", "#N/A", ("VSM_GROUP", "Provider", "Nine", *_ON)),
    ("ICB_NOT_SEGMENTED", True, ("VSM_ELIGIBLE", "2025/26", "ICB", "Not segmented")),
    ("LEAGUE_SEGMENT", 3.0, ("VSM_SEGMENT", 3)),
    ("LISTED", None, ("VSM_LIST", "roles")),
    ("MIDPOINT_GIVEN", 2500.0, ("VSM_BAND_MIDPOINT", 1)),
    ("MIDPOINT_ZERO", "#DIV/0!", ("VSM_COMPA_RATIO", 1, "Director", "ICB", "Nil", *_ON)),
    ("MISSING_ACHIEVED", "#N/A", ("VSM_EARN_BACK", 1, 0, None)),
    ("MISSING_AT_RISK", "#N/A", ("VSM_EARN_BACK", 1, None, 0)),
    ("MISSING_CHALLENGED", "#N/A", ("VSM_PREMIUM", 1, 0.1, None)),
    ("MISSING_COMPARATOR_PAY", "#N/A", ("VSM_PAY_RATIO", 1, None)),
    ("MISSING_DATE", "#N/A", ("VSM_EMPLOYER_NI", 1, None)),
    ("MISSING_EFFECTIVE_FROM", "#N/A", ("VSM_ARREARS", 1, None, "2025-05-01")),
    ("MISSING_FROM", "#N/A", ("VSM_PRORATA", 1, None, "2025-05-01")),
    ("MISSING_FUNCTION", "#N/A", ("VSM_WHY", None)),
    ("MISSING_HIGHEST_PAID", "#N/A", ("VSM_FAIR_PAY", [1, 2], None)),
    ("MISSING_KIND", "#N/A", ("VSM_LIST", None)),
    ("MISSING_NAME", "#N/A", ("VSM_RATE", None)),
    ("MISSING_ORG_KIND", "#N/A", ("VSM_GROUP", None, "One")),
    ("MISSING_PAID_FROM", "#N/A", ("VSM_ARREARS", 1, "2025-05-01", None)),
    ("MISSING_PAY_YEAR", "#N/A", ("VSM_AWARD", 1, None, "Provider", 3)),
    ("MISSING_PERCENT", "#N/A", ("VSM_BONUS", 1, None)),
    ("MISSING_ROLE", "#N/A", ("VSM_POSITION", 1, None, "Provider", "One")),
    ("MISSING_SIZE", "#N/A", ("VSM_POSITION", 1, "Director", "Provider", None)),
    ("MISSING_STAFF_PAY", "#N/A", ("VSM_FAIR_PAY", None, 1)),
    ("MISSING_TO", "#N/A", ("VSM_PRORATA", 1, "2025-05-01", None)),
    ("NEGATIVE_AMOUNT", "#NUM!", ("VSM_BAND", -1)),
    ("NI_BELOW_THRESHOLD", 0.0, ("VSM_EMPLOYER_NI", 1, "2025-05-01")),
    ("NI_DUE", 0.15, ("VSM_EMPLOYER_NI", 5001, "2025-05-01")),
    ("NOTHING_LISTED", "#N/A", ("VSM_LIST", "roles", [_HEADER])),
    ("NOT_A_DATE", "#VALUE!", ("VSM_RATE", "ni.rate", "soon")),
    ("NOT_A_NUMBER", "#VALUE!", ("VSM_BAND", "much")),
    ("NOT_A_PAY_YEAR", "#VALUE!", ("VSM_AWARD", 1, "2025/27", "Provider", 3)),
    ("NOT_A_TEXT", "#VALUE!", ("VSM_RATE", 5)),
    ("NOT_CHALLENGED", "#NUM!", ("VSM_PREMIUM", 1, 0.1, False)),
    ("NOT_FINITE", "#NUM!", ("VSM_BAND", 1, float("nan"))),
    ("NOT_SEGMENTED", "Not segmented", ("VSM_SEGMENT", "Not segmented")),
    ("NO_EXCEPTION_MAXIMUM", "#N/A", ("VSM_BENCHMARK", "Director", "ICB", "Small", "Exception maximum", *_ON)),
    ("NO_RANGE_WIDTH", "#DIV/0!", ("VSM_RANGE_PENETRATION", 1, "Director", "ICB", "Point", *_ON)),
    ("NO_STAFF_PAY", "#N/A", ("VSM_FAIR_PAY", [None, None], 1)),
    ("NUMBER_AS_TEXT", "#VALUE!", ("VSM_BAND", "5")),
    ("ONE_ROW_ONLY", "#VALUE!", ("VSM_LIST", ["roles", "points"])),
    ("ORGANISATION_WITHHELD", False, ("VSM_ELIGIBLE", *_2025, 3, None, [["award.withheld", "yes"]])),
    ("PAID_BEFORE_EFFECTIVE", "#NUM!", ("VSM_ARREARS", 1, "2025-05-02", "2025-05-01")),
    ("PART_YEAR_PAY", 1.0, ("VSM_PRORATA", 12, "2025-05-01", "2025-05-31")),
    ("PENSION_DUE", 0.09, ("VSM_EMPLOYER_PENSION", 1, "2025-05-01", "Central")),
    ("PERCENT_NOT_FRACTION", "#NUM!", ("VSM_BONUS", 1, 10)),
    ("PERCENT_ZERO", "#NUM!", ("VSM_AWARD", 1, *_2025, 3, None, None, 0)),
    ("POLICY_INVALID", "#VALUE!", ("VSM_ELIGIBLE", *_2025, 3, None, "x")),
    ("PREMIUM_OVER_LIMIT", "#NUM!", ("VSM_PREMIUM", 1, 0.16, True)),
    ("PREMIUM_WITHIN_LIMIT", 0.1, ("VSM_PREMIUM", 1, 0.1, True)),
    ("PROGRAMME_SEGMENT", 5.0, ("VSM_SEGMENT", 3, True)),
    ("RAGGED_RANGE", "#VALUE!", ("VSM_BAND", [[1, 2], [3]])),
    ("RANGE_NOT_LOADED", "#N/A", ("VSM_GROUP", "Provider", 5000000)),
    ("RANGE_PENETRATION_GIVEN", 0.5, ("VSM_RANGE_PENETRATION", 110000, "Director", "Provider", "One", *_ON)),
    ("RANGE_TABLE_INVALID", "#VALUE!", ("VSM_LIST", "roles", [["role"]])),
    ("RATE_FOUND", 0.1, ("VSM_RATE", "bonus.limit")),
    ("RATIO_GIVEN", 1.0, ("VSM_PAY_RATIO", 5, 5, "Actual")),
    ("ROLE_NOT_IN_TABLE", "#N/A", ("VSM_POSITION", 1, "Porter", "Provider", "One", *_ON)),
    ("SEGMENTS_PENDING", "#N/A", ("VSM_ELIGIBLE", "2026/27", "Provider", 3, True, _SETTLED)),
    ("SEGMENT_ELIGIBLE", True, ("VSM_ELIGIBLE", *_2025, 3)),
    ("SEGMENT_OUT_OF_RANGE", "#NUM!", ("VSM_SEGMENT", 6)),
    ("SEGMENT_UNKNOWN", "#N/A", ("VSM_ELIGIBLE", *_2025, None)),
    ("SEGMENT_WITHHELD", False, ("VSM_ELIGIBLE", *_2025, 5)),
    ("SHAPE_MISMATCH", "#VALUE!", ("VSM_BAND", [1, 2], [100, 100, 100])),
    ("SIZE_IN_MILLIONS", "#NUM!", ("VSM_GROUP", "Provider", 500)),
    ("SIZE_IN_THOUSANDS", "#NUM!", ("VSM_GROUP", "ICB", 500)),
    ("SIZE_NOT_COVERED", "#N/A", ("VSM_GROUP", "Provider", 500000000, *_ON)),
    ("SOURCE_FOUND", None, ("VSM_SOURCE", "bonus.limit")),
    ("TO_BEFORE_FROM", "#NUM!", ("VSM_PRORATA", 1, "2025-05-02", "2025-05-01")),
    ("UNKNOWN_CHOICE", "#VALUE!", ("VSM_LIST", "hospitals")),
    ("UNKNOWN_CHOICE", "#VALUE!", ("VSM_SEGMENT", 3, "perhaps")),
    ("UNKNOWN_FUNCTION", "#NAME?", ("VSM_NOTHING",)),
    ("UNKNOWN_FUNCTION", "#VALUE!", ("VSM_WHY", "VSM_NOTHING")),
    ("UNKNOWN_RATE", "#N/A", ("VSM_RATE", "inflation")),
    ("VERSION_GIVEN", vsm_xl.__version__, ("VSM_VERSION",)),
    ("WIDTH_NOT_ON_GRID", "#NUM!", ("VSM_BAND", 1, 150)),
    ("WITHIN_RANGE", "Within range", ("VSM_POSITION", 100000, "Director", "Provider", "One", *_ON)),
    ("YEAR_NOT_COVERED", "#N/A", ("VSM_ELIGIBLE", "2030/31", "Provider", 3, None, _SETTLED)),
]  # fmt: skip

#: Reasons that no call can end with, and why they are there all the same.
NEVER_GIVEN = {
    "NONE": "number 0, which stands for no reason yet",
    "APPROVAL_LIMIT_NOT_HELD": "met by an edition whose threshold ends; this one's has no end",
    "CAPABILITY_UNKNOWN": "met by an edition whose criteria depend on a rating; this one's do not",
    "LIMIT_NOT_HELD": "met by an edition whose limits end; this one's have no end",
    "BLANK": "marks a blank cell while a row is judged; the row is blank, missing or a default",
}


def _reason_and_words(call: tuple[Any, ...]) -> tuple[str, str]:
    answer = vsm_xl.call(*call)
    if type(answer) is XlError:
        return answer.reason, answer.message
    explained = vsm_xl.explain(*call)
    return explained.reason, explained.sentence


def test_a_call_ends_with_its_reason() -> None:
    for code, shown, call in CALLS:
        answer = vsm_xl.call(*call)

        if shown is not None:
            assert answer == shown, call
            assert type(answer) is (XlError if str(shown).startswith("#") else type(shown)), call
        reason, words = _reason_and_words(call)
        assert reason == code, call
        assert words.endswith("."), call
        assert not {"{", "}"} & set(words), call
        assert not any(stray in words.split() for stray in ("None", "nan", "None.")), call


def test_why_says_the_reason_and_its_words() -> None:
    for _, _, call in CALLS:
        if call[0] not in vsm_xl.NAMES or call[0] == "VSM_WHY":
            continue
        assert vsm_xl.call("VSM_WHY", *call) == ": ".join(_reason_and_words(call)), call
        working = vsm_xl.call("VSM_EXPLAIN", *call)
        if type(working) is list:
            assert working[0] == ["step", "what", "value", "source"]
            assert working[-1][2] == ": ".join(_reason_and_words(call)), call
            assert [row[0] for row in working[1:]] == list(range(1, len(working))), call


def test_every_reason_can_be_met() -> None:
    met = {(code, shown if str(shown).startswith("#") else None) for code, shown, _ in CALLS}
    # The tables of the contract's cases name reasons too.
    for file in (Path(__file__).parents[1] / "cases").glob("*.toml"):
        rows = tomllib.loads(file.read_text(encoding="utf-8"))["cases"]
        met |= {(row[2], row[1] if str(row[1]).startswith("#") else None) for row in rows if row[2]}
    entered = {(entry.code, entry.error) for entry in REASONS if entry.code not in NEVER_GIVEN}

    assert entered - met == set(), "no call of the table ends with these: add one, or remove them"
    assert met - entered == set()


def test_the_words_name_the_function_that_was_asked_about() -> None:
    why = vsm_xl.call("VSM_WHY", "VSM_BAND")

    assert (
        why
        == "ARGUMENTS: VSM_BAND takes 1 to 2 arguments, and this call has 0. Compare the call with VSM_BAND(★amount, [width])."
    )


@pytest.mark.parametrize(
    ("policy", "call"),
    [
        (_SETTLED, ("VSM_AWARD", 1, "2026/27", "Provider", 3, None)),
        ([["award.withheld", "yes"]], ("VSM_AWARD", 1, *_2025, 3, None)),
        ([["award.withheld_segments", "4,5"]], ("VSM_AWARD", 1, *_2025, 4, None)),
        ([["approval.basis", "Actual"]], ("VSM_APPROVAL", 1, None, "Provider", None, 0.5, None, None)),
        ([["approval.provider_threshold", 9]], ("VSM_APPROVAL", 1, None, "Provider", None, None, None, None)),
    ],
)  # fmt: skip
def test_what_a_policy_changed_is_said_as_local_policy(policy: Any, call: tuple[Any, ...]) -> None:
    assert "Under local policy: " in vsm_xl.call("VSM_WHY", *call, policy)
    assert "local policy" in str(vsm_xl.call("VSM_EXPLAIN", *call, policy))
    assert "Under local policy" not in vsm_xl.call("VSM_WHY", *call, None)


def test_a_policy_without_effect_is_not_said_to_have_one() -> None:
    why = vsm_xl.call(
        "VSM_WHY", "VSM_AWARD", 1, "2024/25", "Provider", 3, None, [["award.withheld", "yes"]]
    )

    assert "Under local policy" not in why


def test_a_date_that_is_not_covered_is_answered_with_the_days_that_are() -> None:
    why = vsm_xl.call("VSM_WHY", "VSM_RATE", "award.percent", "2020-01-01")

    assert "2021-04-01" in why
    assert "2027-03-31" in why


@pytest.mark.parametrize(
    "word", ["Minimum", "Midpoint", "Operational maximum", "Exception maximum", "All"]
)
def test_the_words_for_an_unlisted_choice_list_what_is_permitted(word: str) -> None:
    assert word in vsm_xl.call("VSM_BENCHMARK", "CEO", "ICB", "C", "Middle").message


def test_the_words_for_an_unknown_policy_name_list_the_known_ones() -> None:
    message = vsm_xl.call("VSM_ELIGIBLE", *_2025, 3, None, [["award.criterion", 1]]).message

    assert "row 1" in message
    assert "award.withheld_segments" in message


def test_the_words_for_a_broken_range_table_name_its_rows() -> None:
    gapped = [_HEADER, _TABLE[1], ["T", "Provider", "Two", 600000000, None, *_TABLE[1][5:]]]

    message = vsm_xl.call("VSM_GROUP", "Provider", "One", "2025-05-01", gapped).message

    assert "row 3" in message
    assert "row 2" in message
