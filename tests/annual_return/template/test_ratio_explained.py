"""The check of an unexplained pay ratio and criterion A11 of the national report say the same."""

from __future__ import annotations

from typing import get_args

import duckdb
import sample_return as sample  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.results import record_of, rows_of
from vsm_xl.annual_return.template.sheets.check_rules import CHECKS
from vsm_xl.framework.edition import current
from vsm_xl.framework.model import CriterionModel
from vsm_xl.national.attention import _RECOGNISED

#: Median last year, with a director in the band 200-205 in both and a ratio of 8.1 this year; the
#: reason in words; whether one is asked for.  Derived: 202,500 / 7.1 = 28,521.13; / 9.1 = 22,252.75.
CASES = (
    (28_521.13, "", False),  # moved by 1.00: not more than the step
    (28_700.0, "", True),  # 7.06, moved by 1.04
    (28_700.0, "More bank staff are counted.", False),
    (22_000.0, "", True),  # 9.20: a fall counts too
    (22_252.75, "", False),
    (None, "", False),  # what last year's was is not known: another check asks for it
)
_STAFF = {
    "highest_paid": 200_000.0, "p25": 20_000.0, "median": 25_000.0, "p75": 32_000.0,
    "highest_paid_last_year": 200_000.0, "p25_last_year": 20_000.0, "p75_last_year": 31_000.0,
}  # fmt: skip


def test_check_and_criterion_ask_for_the_same_reasons() -> None:
    wrong = []
    for median, reason, asked in CASES:
        result = sample.filled(
            organisation={**_STAFF, "median_last_year": median, "ratios_explained": reason or None}
        )
        places = layout_of(result.package).places
        checks = {row["key"]: row["result"] for row in _keyed(result)}
        ratios = list(rows_of(result, places["fair_pay"]))[1]
        explained = record_of(result, places["staff_pay"]).get("ratios_explained")
        listed = _listed(ratios.get("ratio"), ratios.get("last_ratio"), explained)
        if ((checks["ratios_why"] == "Not complete"), listed) != (asked, asked):
            wrong.append((median, reason, asked, checks["ratios_why"], listed))
    assert wrong == []


def _keyed(result: object) -> list[dict[str, object]]:
    keys = {check.code: check.key for check in CHECKS}
    rows = rows_of(result, layout_of(result.package).places["checks"])  # type: ignore[attr-defined, arg-type]
    return [{**row, "key": keys[_code(row["code"])]} for row in rows]


def _code(shown: object) -> str:
    return str(shown) if str(shown).startswith("C") else f"C{int(float(str(shown))):03}"


def _listed(ratio: object, last: object, explained: object) -> bool:
    """Ask the national report's own query of a table that holds this one return."""
    criterion = next(one for one in current().criteria if one.key == "ratio_moved")
    with duckdb.connect() as store:
        store.execute(
            "CREATE TABLE returns (code VARCHAR, pay_year VARCHAR, ratio_median DOUBLE,"
            " ratio_median_last_year DOUBLE, ratio_explained BOOLEAN)"
        )
        store.execute(
            "INSERT INTO returns VALUES ('RZZ', '2025/26', ?, ?, ?)",
            [
                *(one if isinstance(one, float | int) else None for one in (ratio, last)),
                bool(explained),
            ],
        )
        step = float(current().dated(criterion.figure)[-1].number)
        return bool(
            store.execute(
                _RECOGNISED["ratio_moved"], {"year": "2025/26", "figure": step}
            ).fetchall()
        )


def test_the_report_recognises_every_criterion_that_an_edition_can_hold() -> None:
    keys = set(get_args(CriterionModel.model_fields["key"].annotation))

    assert keys == set(_RECOGNISED) == {one.key for one in current().criteria}
