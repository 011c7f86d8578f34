"""Salaries against the pay ranges."""

from __future__ import annotations

from typing import Final

from vsm_xl.national import charts
from vsm_xl.national.blocks import Block, ReportColumn, Section
from vsm_xl.national.chapters.base import Chapters, sentence
from vsm_xl.national.suppression import HIDDEN, suppressed
from vsm_xl.text_fields import number_of

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
        if everybody < data.least:
            # Not broken down: a nought beside the total would tell what is hidden.
            visible = [part | {"posts": HIDDEN} for part in split]
        table.append(
            {"name": role, "all": everybody} | {part["part"]: part["posts"] for part in visible}
        )
        tall += [
            {"name": role, "part": part["part"], "posts": part["posts"], "part_order": at}
            for at, part in enumerate(visible)
            if HIDDEN not in table[-1].values()
        ]
        # A total over all roles would reveal what the table does not show of one of them.
        if HIDDEN not in table[-1].values():
            above += counts["Above operational maximum"] + counts["Above exception maximum"]
            measured += everybody - counts["Not determined"]
    parts = [*_POSITIONS, "Not determined"]
    whole = not any(HIDDEN in row.values() for row in table)
    verb = "is" if above == 1 else "are"
    finding = f"{above:,} of {number_of(measured, 'salary', 'salaries')} {verb} above the operational maximum."
    if not measured:
        finding = "the positions of the salaries are not determined."
    if whole:
        finding = sentence(finding)
    else:
        finding = f"In the roles that are shown in full, {finding}"
        # A bar that is empty would read as nought.
        left_out = "; ".join(row["name"] for row in table if HIDDEN in row.values())
        finding = (
            f"{finding} Not drawn, because small groups are not shown: {left_out}."
            if tall
            else "Small groups are not shown, and no role is left to draw."
        )
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
                charts.stacked(
                    "name",
                    "part",
                    "posts",
                    title="Posts",
                    parts=parts,
                    order=list(dict.fromkeys(part["name"] for part in tall)),
                )
                | {"data": {"values": tall}}
                if tall
                else None,
            ),
        ),
    )
