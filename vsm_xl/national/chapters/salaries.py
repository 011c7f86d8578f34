"""Salaries against the pay ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vsm_xl.national import charts
from vsm_xl.national.blocks import Block, ReportColumn, Section
from vsm_xl.national.suppression import HIDDEN, suppressed
from vsm_xl.text_fields import number_of

if TYPE_CHECKING:
    from vsm_xl.national.chapters.base import Chapters

_POSITIONS: Final = (
    "Below minimum", "Within range", "Above operational maximum", "Above exception maximum",
)  # fmt: skip


def chapter(data: Chapters) -> Section:
    """Return the chapter on salaries against the pay ranges."""
    rows = data.rows("""
        SELECT role AS name, position, count(*) AS posts FROM posts
        WHERE pay_year = $year AND role IS NOT NULL GROUP BY 1, 2
        """)
    roles = sorted({row["name"] for row in rows})
    tall, table = [], []
    above = measured = 0
    for role in roles:
        counts = {
            position: sum(
                row["posts"] for row in rows if row["name"] == role and row["position"] == position
            )
            for position in _POSITIONS
        }
        everybody = sum(row["posts"] for row in rows if row["name"] == role)
        counts["Not determined"] = everybody - sum(counts.values())
        split = [{"part": part, "posts": posts} for part, posts in counts.items()]
        visible = suppressed(split, ("posts",), data.least, "part")
        table.append(
            {"name": role, "all": everybody} | {part["part"]: part["posts"] for part in visible}
        )
        tall += [
            {"name": role, "part": part["part"], "posts": part["posts"], "part_order": at}
            for at, part in enumerate(visible)
            if part["posts"] != HIDDEN
        ]
        # A total over all roles would reveal what the table does not show of one of them.
        if HIDDEN not in table[-1].values():
            above += counts["Above operational maximum"] + counts["Above exception maximum"]
            measured += everybody - counts["Not determined"]
    parts = [*_POSITIONS, "Not determined"]
    whole = not any(HIDDEN in row.values() for row in table)
    verb = "is" if above == 1 else "are"
    finding = f"{above:,} of {number_of(measured, 'salary', 'salaries')} {verb} above the operational maximum."
    if not whole:
        finding = f"In the roles that are shown whole, {finding}" if measured else ""
    return Section(
        "ranges",
        "Salaries against the pay ranges",
        "Where the salaries after the decisions lie on the pay ranges that each return used.",
        (
            Block(
                "positions",
                "Position on the range by role",
                finding,
                (
                    ReportColumn("name", "Role"),
                    ReportColumn("all", "Posts", "count"),
                    *(ReportColumn(part, part, "count") for part in parts),
                ),
                table,
                charts.stacked("name", "part", "posts", title="Posts", parts=parts, order=roles)
                | {"data": {"values": tall}}
                if tall
                else None,
            ),
        ),
    )
