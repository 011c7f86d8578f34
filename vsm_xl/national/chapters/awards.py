"""Annual awards: given, withheld and exempt, and their cost."""

from __future__ import annotations

from typing import Any, Final

from vsm_xl.national import charts
from vsm_xl.national.blocks import Block, ReportColumn, Section
from vsm_xl.national.chapters.base import Chapters, named, sentence
from vsm_xl.national.schema import OPEN_AWARD
from vsm_xl.national.suppression import HIDDEN, suppressed

#: Fields by which awards are broken down: field of ``returns``, heading, words for what is missing.
_BREAKDOWNS: Final = (
    ("segment", "Segment in force", "Segment {}", "not segmented or not known"),
    ("kind", "Kind of organisation", "{}", "not known"),
    ("region", "Region", "{}", "not known"),
    ("size_group", "Size group of the pay ranges", "{}", "not known"),
)


def chapter(data: Chapters) -> Section:
    """Return the chapter on annual awards."""
    blocks = [_block(data, *breakdown) for breakdown in _BREAKDOWNS]
    return Section(
        "awards",
        "Annual awards",
        "Awards given, withheld and exempt, and what they cost in a full year with on-costs. "
        "Posts without an award before their appointment are counted as not due.",
        tuple(blocks),
    )


def _block(data: Chapters, field: str, title: str, words: str, missing: str) -> Block:
    rows = data.rows(f"""
        SELECT coalesce(nullif(trim(r.{field}), ''), '') AS name,
               count(*) AS posts,
               count(*) FILTER (p.award > 0 AND p.exempt IS NOT TRUE) AS given,
               count(*) FILTER (p.eligible = 'No') AS withheld,
               count(*) FILTER (p.award > 0 AND p.exempt IS TRUE) AS exempt,
               count(*) FILTER ({OPEN_AWARD}) AS undetermined,
               sum(p.award) AS total_award, sum(p.award_cost) AS cost
        FROM posts p JOIN returns r USING (code, pay_year)
        WHERE p.pay_year = $year GROUP BY 1 ORDER BY name = '', name
        """)  # noqa: S608 - field is one of four names above
    undetermined = sum(row["undetermined"] for row in rows)
    for row in rows:
        row["name"] = named(row["name"], words, missing)
        if row["undetermined"]:
            row.update(dict.fromkeys(("given", "withheld", "exempt", "total_award", "cost")))
    shown = suppressed(rows, ("posts",), data.least)
    total = sum((row["given"] or 0) + (row["exempt"] or 0) for row in rows)
    posts = sum(row["posts"] for row in rows)
    finding = f"{total:,} of {posts:,} posts were given an award."
    if undetermined:
        finding = sentence(
            f"{data.at_least(undetermined, 'award', 'awards')} of {posts:,} posts "
            f"{'is' if undetermined == 1 else 'are'} not determined, and how many were given is not known."
        )
    elif field == "segment":
        withheld = sum(row["withheld"] for row in rows)
        finding = (
            f"{total:,} of {posts:,} posts were given an award; it was withheld from "
            f"{data.at_least(withheld, 'post', 'posts', shown) if withheld else 'none'}."
        )
    if field != "segment":
        finding = _between(shown) or finding
    chart = charts.bars("name", "given", title="Posts given an award")
    return Block(
        f"awards-by-{field.replace('_', '-')}",
        f"By {title[0].lower()}{title[1:]}",
        finding,
        (
            ReportColumn("name", title),
            ReportColumn("posts", "Posts", "count"),
            ReportColumn("given", "Award given", "count"),
            ReportColumn("withheld", "Withheld", "count"),
            ReportColumn("exempt", "Exempt, given", "count"),
            ReportColumn("undetermined", "Not determined", "count"),
            ReportColumn("total_award", "Awards", "pounds"),
            ReportColumn("cost", "Cost with on-costs", "pounds"),
        ),
        shown,
        chart if any(row["given"] not in {HIDDEN, None} for row in shown) else None,
    )


def _between(rows: list[dict[str, Any]]) -> str:
    """Return where awards were given most and least often, empty where that is one place."""
    shares = sorted(
        ((row["given"] + row["exempt"]) / row["posts"], str(row["name"]))
        for row in rows
        if row["posts"] != HIDDEN and row["posts"] and not row["undetermined"]
    )
    if len(shares) < len(("least", "most")) or f"{shares[0][0]:.0%}" == f"{shares[-1][0]:.0%}":
        return ""
    (low, least), (high, most) = shares[0], shares[-1]
    return f"An award was given to {low:.0%} of posts in {least} and to {high:.0%} in {most}."
