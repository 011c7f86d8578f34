"""Bonuses and premiums."""

from __future__ import annotations

from vsm_xl.national.blocks import Block, ReportColumn, Section
from vsm_xl.national.chapters.base import Chapters, known_total, one_or_more, sentence
from vsm_xl.national.suppression import suppressed


def chapter(data: Chapters) -> Section:
    """Return the chapter on bonuses and premiums."""
    rows = data.rows(f"""
        SELECT b.reward AS name, count(*) AS posts, {known_total("b.amount")} AS amount,
               median(b.percent) AS middle, max(b.percent) AS highest,
               count(*) FILTER (b.explained) AS explained
        FROM bonuses_and_premiums b WHERE b.pay_year = $year GROUP BY 1 ORDER BY 1
        """)  # noqa: S608 - no text from outside
    shown = suppressed(rows, ("posts",), data.least)
    paid = sum(row["posts"] for row in rows)
    rewards = data.at_least(paid, "bonus or premium", "bonuses and premiums")
    finding = f"{rewards} {one_or_more(rewards, 'was', 'were')} paid."
    return Section(
        "rewards",
        "Bonuses and premiums",
        "Bonuses for exceptional performance, and temporary premiums of challenged "
        "organisations, with their stated grounds.",
        (
            Block(
                "rewards-paid",
                "Bonuses and premiums paid",
                sentence(finding) if paid else "No bonus and no premium was paid.",
                (
                    ReportColumn("name", "Reward"),
                    ReportColumn("posts", "Posts", "count"),
                    ReportColumn("amount", "Amount", "pounds"),
                    ReportColumn("middle", "Median share of salary", "percent"),
                    ReportColumn("highest", "Highest share of salary", "percent"),
                    ReportColumn("explained", "With stated grounds", "count"),
                ),
                shown,
            ),
        ),
    )
