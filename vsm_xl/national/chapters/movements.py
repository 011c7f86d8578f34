"""Movements since the year before."""

from __future__ import annotations

from vsm_xl.national.blocks import Block, ReportColumn, Section
from vsm_xl.national.chapters.base import Chapters, sentence
from vsm_xl.national.suppression import suppressed


def chapter(data: Chapters) -> Section:
    """Return the chapter on movements since last year."""
    before = _year_before(data.year)
    joined = data.rows(
        """
        WITH now AS (SELECT code, role, count(*) AS n, sum(new_salary) AS pay FROM posts
                     WHERE pay_year = ? AND code IN (SELECT code FROM returns WHERE pay_year = ?)
                     GROUP BY 1, 2),
             old AS (SELECT code, role, count(*) AS n, sum(new_salary) AS pay FROM posts
                     WHERE pay_year = ? AND code IN (SELECT code FROM returns WHERE pay_year = ?)
                     GROUP BY 1, 2)
        SELECT coalesce(now.role, old.role) AS name, sum(coalesce(old.n, 0)) AS last_year,
               sum(coalesce(now.n, 0)) AS this_year, sum(old.pay) AS pay_last,
               sum(now.pay) AS pay_now
        FROM now FULL JOIN old USING (code, role) GROUP BY 1 ORDER BY 1
        """,
        data.year, before, before, data.year,
    )  # fmt: skip
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
                suppressed(joined, "this_year", data.least, lambda name: name == "name")
                if both else [],
            ),
        ),
    )  # fmt: skip


def _year_before(pay_year: str) -> str:
    first = int(pay_year[:4])
    return f"{first - 1}/{first % 100:02}"
