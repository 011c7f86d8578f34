"""Edition 2026-12 against the review of edition 2026-11 of 25 November 2026, record by record.

The numbers are those of the review's list.  What the rules answer is asked of the functions.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from vsm_xl import call
from vsm_xl.framework.edition import packaged

if TYPE_CHECKING:
    from vsm_xl.framework.records import Figure, Information

EDITION: Final = packaged("2026-12")
READ: Final = "official text read"
REPORTED: Final = "reported by a secondary source"


def figure(name: str, day: str) -> Figure | None:
    return EDITION.figure(name, date.fromisoformat(day))


def known(name: str, value: str | None = None) -> Information:
    """Return a piece of information, of several the one with a value."""
    return next(
        one
        for one in EDITION.information
        if one.name == name and (value is None or str(one.value) == value)
    )


#: Number of the review: name, day, status, confidence, source, words of the note.
FIGURES: Final = (
    (1, "award.withheld_segments", "2025-06-01", READ, "H", "WMS", "Who decides, and for how long, is not confirmed"),
    (2, "award.icb_segmented", "2025-06-01", READ, "H", "NOFM25", "equivalent to segment 5"),
    (3, "approval.national_body", "2027-03-31", REPORTED, "M", "CAP", "Department of Health and Social Care"),
    (3, "approval.national_body", "2027-04-01", "pending", "M", "HB26", "Planned for about April 2027"),
    (4, "ni.threshold.annual", "2025-04-06", READ, "H", "NICA25", ""),
    (4, "ni.threshold.annual", "2026-04-06", REPORTED, "M", "PAYPACKET", ""),
    (4, "ni.threshold.annual", "2027-04-06", "pending", "M", "LITTLER", ""),
    (5, "ni.threshold.monthly", "2032-04-06", "pending", "M", "LITTLER", ""),
    (5, "ni.threshold.weekly", "2032-04-06", "pending", "M", "LITTLER", ""),
    (5, "ni.threshold.two_weekly", "2032-04-06", "pending", "M", "LITTLER", ""),
    (5, "ni.threshold.four_weekly", "2032-04-06", "pending", "M", "LITTLER", ""),
    (6, "ni.rate", "2025-04-06", READ, "H", "NICA25", ""),
    (7, "premium.limit", "2025-04-01", READ, "H", "GOV", "names a temporary increase without a percentage"),
    (8, "segment.programme", "2026-03-31", READ, "H", "NOFM25", ""),
    (8, "segment.programme", "2026-04-01", "pending", "M", "NOFM26", "not confirmed"),
    (9, "approval.provider_threshold", "2026-04-01", REPORTED, "M", "CAP", "The value for 2026/27 is not verified"),
    (9, "approval.provider_threshold", "2025-04-01", REPORTED, "M", "CAP", '"at or above"'),
    (10, "award.percent", "2022-04-01", REPORTED, "M", "HSJ22", ""),
    (10, "award.percent", "2023-04-01", REPORTED, "M", "HSJ23", "discretion"),
    (10, "award.percent", "2024-04-01", REPORTED, "M", "HSJ24", "29 July 2024"),
    (10, "award.anomaly_pool", "2023-04-01", REPORTED, "M", "HSJ23", ""),
    (11, "award.percent", "2025-04-01", READ, "H", "REM26", "22 May 2025"),
    (11, "award.criteria", "2025-04-01", READ, "H", "WMS", ""),
    (12, "pension.employer", "2025-04-01", READ, "H", "PQ84241", ""),
    (12, "pension.employer", "2026-04-01", READ, "M", "PQ84241", "is policy"),
    (13, "band.width", "2025-04-01", REPORTED, "M", "LCHS24", "the manual itself was not read"),
    (15, "approval.ministers_threshold", "2018-01-01", READ, "H", "PQ144318", "Salaries at or above it: ministers"),
    (18, "ni.threshold.annual", "2022-04-06", READ, "H", "SI2022-232", ""),
    (19, "fair_pay.middle_percentile", "2021-04-01", REPORTED, "M", "HFMA", ""),
)  # fmt: skip

#: The same of information: name, value, words of its days, status, source, words of the note.
INFORMATION: Final = (
    (2, "segment.programme_of_icb", "5", "2025/26", REPORTED, "HCL2", "21 bodies"),
    (3, "approval.icb_outside_framework", "Department of Health and Social Care", "9 February 2026", READ, "ANS-2026-02", ""),
    (15, "approval.ministers_threshold", "142500", "31 December 2017", READ, "PQ144318", "at or above"),
    (16, "earn_back.minimum", "0.10", "to 31 March 2025 for new decisions", REPORTED, "HD17", "contracts"),
    (16, "earn_back.threshold", "142500", "to 31 March 2025 for new decisions", REPORTED, "HD17", "contracts"),
    (16, "approval.icb_chief_executive_midpoint", None, "to 31 March 2025 for new decisions", READ, "PQ2", ""),
    (17, "ni.salary_sacrifice_limit", "2000", "6 April 2029", "pending", "TRAVERS", "The Act is passed"),
    (20, "disclosure.executive_pay", "150000", "", REPORTED, "FT-PRACTICE", "£174,000 since 26 June 2025"),
    (22, "range.highest_trust_chief_executive", "299250", "15 May 2025", REPORTED, "LBC", "not a point of a range"),
    (23, "approval.icb_director_ceiling", "170000", "", REPORTED, "HSJ170", "to NHS England and to the Department"),
    (25, "oversight.segment_2_scores", "1.94 to 2.33", "2026/27", REPORTED, "ROYALFREE", ""),
    (25, "oversight.deficit_override", "no better than segment 3", "", READ, "NOFM25", ""),
    (25, "oversight.capability_scale", None, "", "assumption", "BOARDPACKS", "presumed"),
    (25, "approval.treasury_threshold", "174000", "26 June 2025", REPORTED, "CSW-174", "Not the NHS threshold"),
    (25, "approval.interim_agency_daily", "750", "31 October 2016", READ, "AGENCY", ""),
    (25, "approval.severance_package", "100000", "", REPORTED, "SEV21", "not to apply to NHS employers"),
    (25, "approval.severance_earnings", "150000", "", REPORTED, "SEV21", ""),
    (25, "pay.chief_executive.mean_basic", "221615", "30 June 2025", REPORTED, "SCS-EARN", ""),
    (25, "pay.chief_executive.mean_earnings", "233767", "30 June 2025", REPORTED, "SCS-EARN", ""),
    (25, "framework.health_bill", "2026-05-14", "Royal Assent not found", REPORTED, "HB26", ""),
)  # fmt: skip

#: What the functions answer, and what must and must not stand in their words.
ANSWERS: Final = (
    (1, ("VSM_AWARD", 100000, "2025/26", "Provider", 5, True), 3250.0, "is not confirmed nationally"),
    (2, ("VSM_AWARD", 100000, "2025/26", "ICB", "Not segmented"), 3250.0,
     "an ICB in the Recovery Support Programme counts as segment 5"),
    (2, ("VSM_AWARD", 100000, "2025/26", "ICB", 5), 0.0, "withheld"),
    (3, ("VSM_APPROVAL", 180000, "", "Provider", None, 1, "2027-03-31"), "NHS England", ""),
    (3, ("VSM_APPROVAL", 180000, "", "Provider", None, 1, "2027-04-01"), "#N/A", "APPROVAL_BODY_PENDING"),
    (4, ("VSM_EMPLOYER_NI", 150000, "2026-04-06"), 21750.0, ""),
    (4, ("VSM_EMPLOYER_NI", 150000, "2027-04-06"), "#N/A", ""),
    (9, ("VSM_APPROVAL", 170000, "", "Provider", None, 1, "2025-06-01"), "Remuneration committee", ""),
    (16, ("VSM_BONUS", 100000, 0.05, "2025-03-31"), "#N/A", "BEFORE_FRAMEWORK"),
    (24, ("VSM_AWARD", 100000, "2022/23", "Provider", 3), 3000.0, "Pay as the committee decided."),
    (24, ("VSM_AWARD", 100000, "2023/24", "Provider", 3), 5000.0, "0.5 % of the pay bill"),
)  # fmt: skip


def test_each_figure_is_dated_graded_and_cited_as_the_review_asks() -> None:
    wrong = []
    for number, name, day, status, confidence, source, words in FIGURES:
        found = figure(name, day)
        got = found and (found.status, found.confidence, found.source)
        if found is None or got != (status, confidence, source) or words not in found.note:
            wrong.append((number, name, day, got, found and found.note))
    assert wrong == []
    premium = figure("premium.limit", "2025-04-01")
    assert premium is not None
    assert "WMS" not in premium.also


def test_what_nobody_computes_is_information_with_its_days_and_status() -> None:
    wrong = []
    for number, name, value, days, status, source, words in INFORMATION:
        found = known(name, value)
        if days not in found.days or (found.status, found.source) != (status, source):
            wrong.append((number, name, found.days, found.status, found.source))
        if words not in found.note:
            wrong.append((number, name, found.note, found.status, found.source))
    assert wrong == []
    # None of them is found by date.
    assert not {name for _, name, *_ in INFORMATION} & set(EDITION.names) - {
        "approval.ministers_threshold"
    }


def test_the_functions_answer_as_the_review_asks() -> None:
    wrong = []
    for number, (name, *given), value, words in ANSWERS:
        answer, why = call(name, *given), str(call("VSM_WHY", name, *given))
        if str(answer) != str(value) or words not in why:
            wrong.append((number, name, answer, why))
    assert wrong == []


def test_documents_are_named_with_an_address_or_how_to_find_them() -> None:
    codes = {source.code for source in EDITION.sources}
    # 14: a hashtag page, a page of search results and addresses that nobody opened are gone.
    assert not codes & {"IND", "NI-2029", "ESM", "SI1001"}
    wrong = [
        source.code
        for source in EDITION.sources
        if not (source.address.startswith("https://") or (source.address == "none" and source.note))
    ]
    assert wrong == []
    # A day of reading is one on which something was read, not the day of the edition.
    read = {source.read for source in EDITION.sources if source.read}
    assert read <= {date(2026, 11, day) for day in (22, 25, 26)}
    # 21: the exception maximum of the ranges of 2022 is empty, and the source states what is held.
    rows = EDITION.shipped_ranges().rows
    assert {row.exception_maximum for row in rows} == {None}
    assert all("upper end of the range that could be approved" in row.source for row in rows)
