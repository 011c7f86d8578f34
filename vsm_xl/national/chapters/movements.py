"""Movements since the year before."""

from __future__ import annotations

from vsm_xl.national.blocks import Block, ReportColumn, Section
from vsm_xl.national.chapters.base import Chapters, sentence
from vsm_xl.national.suppression import suppressed


def chapter(data: Chapters) -> Section:
    """Return the chapter on movements since last year."""
    before = _year_before(data.year)
    joined = data.store.rows(
        f"""
        WITH both_years AS (SELECT n.code FROM returns n JOIN returns o USING (code)
                            WHERE n.pay_year = $now AND o.pay_year = $before)
        SELECT role AS name, count(*) FILTER (pay_year = $before) AS last_year,
               count(*) FILTER (pay_year = $now) AS this_year,
               {_pay_of("$before")} AS pay_last, {_pay_of("$now")} AS pay_now
        FROM posts SEMI JOIN both_years USING (code)
        WHERE pay_year IN ($now, $before) GROUP BY 1 ORDER BY 1
        """,  # noqa: S608 - no text from outside
        {"now": data.year, "before": before},
    )
    joiners = data.value(
        "SELECT count(*) FROM posts WHERE pay_year = ? AND decision = 'New appointment'",
        [data.year],
    )
    leavers = data.value(
        "SELECT count(*) FROM posts WHERE pay_year = ? AND in_post_to IS NOT NULL", [data.year]
    )
    both = data.value(
        "SELECT count(*) FROM returns n JOIN returns o USING (code) "
        "WHERE n.pay_year = ? AND o.pay_year = ?",
        [data.year, before],
    )
    finding = sentence(
        f"{data.at_least(joiners, 'post', 'posts')} newly filled; "
        f"{data.at_least(leavers, 'holder', 'holders')} left in the year."
    )
    if not both:
        finding += f" The collation holds no returns of {before} to compare with."
    return Section(
        "movements",
        "Movements since last year",
        "Organisations that made a return in both years; salaries at the end of each year.",
        (
            Block(
                "movements", f"From {before} to {data.year}", finding,
                (ReportColumn("name", "Role"), ReportColumn("last_year", f"Posts {before}", "count"),
                 ReportColumn("this_year", f"Posts {data.year}", "count"),
                 ReportColumn("pay_last", f"Salaries {before}", "pounds"),
                 ReportColumn("pay_now", f"Salaries {data.year}", "pounds")),
                suppressed(joined, ("last_year", "this_year"), data.least, lambda name: name == "name")
                if both else [],
            ),
        ),
    )  # fmt: skip


def _pay_of(year: str) -> str:
    """Return the SQL of the salaries of a year: blank where one is not known."""
    unknown = f"count(*) FILTER (pay_year = {year} AND new_salary IS NULL)"
    return (
        f"CASE WHEN {unknown} = 0 THEN coalesce(sum(new_salary) FILTER (pay_year = {year}), 0) END"
    )


def _year_before(pay_year: str) -> str:
    first = int(pay_year[:4])
    return f"{first - 1}/{first % 100:02}"
