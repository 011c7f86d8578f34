"""Statements on compliance, departures and pay cases."""

from __future__ import annotations

from typing import Any

from vsm_xl.national import charts
from vsm_xl.national.blocks import Block, ReportColumn, Section
from vsm_xl.national.chapters.base import Chapters, one_or_more, organisations, sentence
from vsm_xl.national.suppression import suppressed


def chapter(data: Chapters) -> Section:
    """Return the chapter on approvals and departures."""
    rows = data.rows("""
        SELECT departure AS name, count(*) AS posts, count(*) FILTER (explained) AS explained
        FROM departures WHERE pay_year = $year GROUP BY 1 ORDER BY 1
        """)
    cases = data.rows("""
        SELECT approval AS name, count(*) AS posts,
               count(*) FILTER (approved_on IS NOT NULL) AS approved,
               count(*) FILTER (approved_on IS NULL) AS outstanding
        FROM pay_cases WHERE pay_year = $year GROUP BY 1 ORDER BY 1
        """)
    answers = data.rows("""
        SELECT CASE WHEN complies THEN 'States that it complies'
                    WHEN NOT complies THEN 'States that it departs, and explains'
                    ELSE 'Not answered' END AS name, complies IS TRUE AS complies,
               count(*) AS organisations
        FROM returns WHERE pay_year = $year GROUP BY 1, 2 ORDER BY 1
        """)
    open_posts = data.rows("""
        SELECT count(*) FILTER (departs IS NULL) AS departures,
               count(*) FILTER (case_needed IS NULL) AS cases
        FROM posts WHERE pay_year = $year
        """)[0]
    departures, pay_cases = (suppressed(own, ("posts",), data.least) for own in (rows, cases))
    for row in departures:
        row["name"] = sentence(row["name"])
    departing = sum(row["posts"] for row in rows)
    outstanding = sum(row["outstanding"] for row in cases)
    return Section(
        "departures",
        "Approvals and departures",
        "Decisions that need approval above the committee, and departures from the framework, "
        "which an organisation explains in its annual report (comply or explain).",
        (
            Block(
                "compliance", "Statement on compliance",
                _complying(answers),
                (ReportColumn("name", "Statement"), ReportColumn("organisations", "Organisations", "count")),
                answers,
                charts.bars("name", "organisations", title="Organisations") if answers else None,
            ),
            Block(
                "departures-by-kind", "Departures by kind",
                _finding(
                    data, open_posts["departures"], "whether the decision departs",
                    _departing(data.at_least(departing, "departure", "departures"))
                    if departing else "no decision departs from the framework",
                ),
                (ReportColumn("name", "Departure"), ReportColumn("posts", "Posts", "count"),
                 ReportColumn("explained", "Explained", "count")),
                departures,
            ),
            Block(
                "cases", "Pay cases",
                _finding(
                    data, open_posts["cases"], "who approves the decision",
                    _outstanding(data, outstanding, pay_cases) if cases else "no decision needed approval above the committee",
                ),
                (ReportColumn("name", "Who decides"), ReportColumn("posts", "Cases", "count"),
                 ReportColumn("approved", "Approved", "count"),
                 ReportColumn("outstanding", "Without a day of approval", "count")),
                pay_cases,
            ),
        ),
    )  # fmt: skip


def _complying(answers: list[dict[str, Any]]) -> str:
    """Return how many organisations state that they comply."""
    complying = sum(row["organisations"] for row in answers if row["complies"])
    every = sum(row["organisations"] for row in answers)
    if every == 1:
        return f"The organisation {'states' if complying else 'does not state'} that it complies."
    verb = "states that it complies" if complying == 1 else "state that they comply"
    return f"{complying:,} of {organisations(every)} {verb}."


def _outstanding(data: Chapters, outstanding: int, beside: list[dict[str, Any]]) -> str:
    """Return how many pay cases have no day of approval."""
    if not outstanding:
        return "every pay case has a day of approval"
    cases = data.at_least(outstanding, "pay case", "pay cases", beside)
    return f"{cases} {one_or_more(cases, 'has', 'have')} no day of approval"


def _departing(departures: str) -> str:
    return f"there {one_or_more(departures, 'is', 'are')} {departures} from the framework"


def _finding(data: Chapters, undetermined: int, what: str, known: str) -> str:
    """Return what was found, as far as it is known."""
    if not undetermined:
        return f"{sentence(known)}."
    posts = data.at_least(undetermined, "post", "posts")
    return f"For {posts} it is not determined {what}. Of the others: {known}."
