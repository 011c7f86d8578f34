"""Fair pay ratios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vsm_xl.national import charts
from vsm_xl.national.blocks import Block, ReportColumn, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsm_xl.national.chapters.base import Chapters


def chapter(data: Chapters) -> Section:
    """Return the chapter on fair pay ratios."""
    rows = data.rows("""
        SELECT ratio_p25, ratio_median, ratio_p75, ratio_median_last_year AS last
        FROM returns WHERE pay_year = $year AND ratio_median IS NOT NULL ORDER BY ratio_median
        """)
    summary = [
        _quartiles(label, [row[key] for row in rows if row[key] is not None])
        for label, key in (
            ("Against the 25th percentile", "ratio_p25"),
            ("Against the median", "ratio_median"),
            ("Against the 75th percentile", "ratio_p75"),
            ("Against the median, last year", "last"),
        )
    ]
    middle = summary[1]["median"]
    moved = [row["ratio_median"] - row["last"] for row in rows if row["last"] is not None]
    wider = sum(step > 0 for step in moved)
    finding = (
        f"The highest-paid director earns {middle:.1f} times the median pay of staff in the "
        f"typical organisation; the ratio rose in {wider:,} of {len(moved):,} organisations."
        if middle is not None
        else "No return holds a fair pay ratio."
    )
    enough = len(rows) >= data.least
    return Section(
        "ratios",
        "Fair pay ratios",
        "Pay of the highest-paid director (mid-point of the band) against the pay of staff, as "
        "the accounts disclose it.",
        (
            Block(
                "ratios-distribution", "Distribution over organisations", finding if enough else "",
                (ReportColumn("name", "Ratio"), ReportColumn("organisations", "Organisations", "count"),
                 ReportColumn("lowest", "Lowest", "ratio"), ReportColumn("p25", "Lower quartile", "ratio"),
                 ReportColumn("median", "Median", "ratio"), ReportColumn("p75", "Upper quartile", "ratio"),
                 ReportColumn("highest", "Highest", "ratio")),
                summary if enough else [],
                charts.histogram("ratio_median", title="Pay of the highest-paid director, times the median pay of staff",
                                 step=0.5, mark=middle)
                | {"data": {"values": [{"ratio_median": row["ratio_median"]} for row in rows]}}
                if enough else None,
            ),
        ),
    )  # fmt: skip


def _quartiles(name: str, values: Sequence[float]) -> dict[str, Any]:
    """Returns lowest, quartiles and highest, interpolated as PERCENTILE.INC does."""
    ordered = sorted(values)

    def at(share: float) -> float | None:
        if not ordered:
            return None
        place = share * (len(ordered) - 1)
        low = int(place)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (ordered[high] - ordered[low]) * (place - low)

    return {
        "name": name, "organisations": len(ordered), "lowest": at(0), "p25": at(1 / 4),
        "median": at(1 / 2), "p75": at(3 / 4), "highest": at(1),
    }  # fmt: skip
