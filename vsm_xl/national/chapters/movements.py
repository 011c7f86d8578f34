"""Movements since the year before."""

from __future__ import annotations

from vsm_xl.national.blocks import Block, ReportColumn, Section
from vsm_xl.national.chapters.base import Chapters, known_total, one_or_more, sentence
from vsm_xl.national.suppression import suppressed


def chapter(data: Chapters) -> Section:
    """Return the chapter on movements since last year."""
    before = year_before(data.year)
    joined = data.rows(
        f"""
        WITH both_years AS (SELECT n.code FROM returns n JOIN returns o USING (code)
                            WHERE n.pay_year = $year AND o.pay_year = $before)
        SELECT role AS name, count(*) FILTER (pay_year = $before) AS last_year,
               count(*) FILTER (pay_year = $year) AS this_year,
               {known_total("new_salary", "pay_year = $before")} AS pay_last,
               {known_total("new_salary", "pay_year = $year")} AS pay_now
        FROM posts SEMI JOIN both_years USING (code)
        WHERE pay_year IN ($year, $before) GROUP BY 1 ORDER BY 1
        """,  # noqa: S608 - no text from outside
        before=before,
    )
    counts = data.rows(
        """
        SELECT count(*) FILTER (decision = 'New appointment') AS joiners, count(in_post_to) AS leavers,
               (SELECT count(*) FROM returns n JOIN returns o USING (code)
                WHERE n.pay_year = $year AND o.pay_year = $before) AS both_years
        FROM posts WHERE pay_year = $year
        """,
        before=before,
    )[0]
    joiners = data.at_least(counts["joiners"], "post", "posts") if counts["joiners"] else "no posts"
    leavers = (
        data.at_least(counts["leavers"], "holder", "holders") if counts["leavers"] else "no holder"
    )
    verb = one_or_more(joiners, "was", "were")
    finding = sentence(f"{joiners} {verb} newly filled; {leavers} left in the year.")
    both = counts["both_years"]
    if not both:
        finding += f" The collation holds no returns of {before} to compare with."
    shown = suppressed(joined, ("last_year", "this_year"), data.least) if both else []
    return Section(
        "movements",
        "Movements since last year",
        "Organisations that made a return in both years; salaries at the end of each year.",
        (
            Block(
                "movements-by-role", f"From {before} to {data.year}", finding,
                (ReportColumn("name", "Role"), ReportColumn("last_year", f"Posts {before}", "count"),
                 ReportColumn("this_year", f"Posts {data.year}", "count"),
                 ReportColumn("pay_last", f"Salaries {before}", "pounds"),
                 ReportColumn("pay_now", f"Salaries {data.year}", "pounds")),
                shown,
            ),
        ),
    )  # fmt: skip


def year_before(pay_year: str) -> str:
    """Return the pay year before one.

    >>> year_before("2025/26")
    '2024/25'
    """
    first = int(pay_year[:4])
    return f"{first - 1}/{first % 100:02}"
