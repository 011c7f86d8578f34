"""Benchmarks by role, kind and size group."""

from __future__ import annotations

from typing import Any

from vsm_xl.national import charts
from vsm_xl.national.blocks import Block, ReportColumn, Section, shown
from vsm_xl.national.chapters.base import Chapters, sentence
from vsm_xl.national.suppression import HIDDEN, suppressed


def chapter(data: Chapters) -> Section:
    """Return the chapter on benchmarks by role and size."""
    rows = data.rows("""
        SELECT p.role AS role, r.kind || ', ' || coalesce(r.size_group, 'size not known')
               AS group_name, count(p.new_salary) AS posts,
               quantile_cont(p.new_salary / coalesce(p.fte, 1), 0.25) AS p25,
               median(p.new_salary / coalesce(p.fte, 1)) AS median,
               quantile_cont(p.new_salary / coalesce(p.fte, 1), 0.75) AS p75,
               median(p.compa_ratio) AS compa
        FROM posts p JOIN returns r USING (code, pay_year)
        WHERE p.pay_year = $year AND p.new_salary IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
        """)
    blocks = []
    for role in sorted({row["role"] for row in rows if row["role"]}):
        own = [
            {"name": row["group_name"]}
            | {k: row[k] for k in ("posts", "p25", "median", "p75", "compa")}
            for row in rows
            if row["role"] == role
        ]
        visible = suppressed(own, ("posts",), data.least)
        drawn = [row for row in visible if row["posts"] != HIDDEN]
        blocks.append(
            Block(
                f"benchmark-{role.lower().replace(' ', '-')}", role,
                _finding(data.at_least(sum(row["posts"] for row in own), "salary", "salaries"), drawn),
                (ReportColumn("name", "Kind and size group"), ReportColumn("posts", "Posts", "count"),
                 ReportColumn("p25", "Lower quartile", "pounds"), ReportColumn("median", "Median", "pounds"),
                 ReportColumn("p75", "Upper quartile", "pounds"),
                 ReportColumn("compa", "Median compa-ratio", "number")),
                visible,
                charts.ranges("name", [row["name"] for row in drawn])
                | {"data": {"values": drawn}} if drawn else None,
            )
        )  # fmt: skip
    return Section(
        "benchmarks",
        "Benchmarks by role and size",
        "Full-time salaries after the decisions. Quartiles are interpolated between ranks "
        "(Excel's PERCENTILE.INC); the compa-ratio is the salary against the mid-point of the "
        "range that the return used.",
        tuple(blocks),
    )


def _finding(salaries: str, drawn: list[dict[str, Any]]) -> str:
    """Return between which medians the groups lie, as far as they are shown."""
    if not drawn:
        return sentence(f"{salaries}, in groups that are too small to be shown.")
    low, high = (end(drawn, key=lambda row: row["median"]) for end in (min, max))
    ends = [f"{shown(row['median'], 'pounds')} ({row['name']})" for row in (low, high)]
    if ends[0] == ends[1]:
        return sentence(f"{salaries}; the median is {ends[0]}.")
    return sentence(f"{salaries}; the medians run from {ends[0]} to {ends[1]}.")
