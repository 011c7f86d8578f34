"""The segment in force: the league table's, unless the organisation is in the programme.

Everybody in the national improvement programme counts as the lowest segment, whatever the
score; the published league tables never show that segment themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl.columns import Coded, cached, map_distinct, map_numbers
from vsm_xl.framework import edition
from vsm_xl.framework.kinds_and_roles import NOT_SEGMENTED
from vsm_xl.rules.table import DecisionTable, table_row
from vsm_xl.rules.working import Outcome, Working, cite

if TYPE_CHECKING:
    from vsm_xl.framework.records import Figure

TABLE: Final = DecisionTable(
    "Which segment is in force?",
    {
        "in the improvement programme": ("no", "yes"),
        "league table": ("1 to 5", NOT_SEGMENTED),
    },
    (
        table_row(
            {"in the improvement programme": "yes"},
            "5",
            "PROGRAMME_SEGMENT",
            "The organisation is in the national improvement programme, so it counts as segment {programme} regardless of its score.",
            "Use this segment for the award.",
            ("segment.programme",),
        ),
        table_row(
            {"league table": NOT_SEGMENTED},
            NOT_SEGMENTED,
            "NOT_SEGMENTED",
            "The organisation has no segment of its own.",
            "Leave it so for an ICB in 2025/26 that is not in the Recovery Support Programme; otherwise enter the published segment.",
            ("award.icb_segmented",),
        ),
        table_row(
            {},
            "as published",
            "LEAGUE_SEGMENT",
            "Segment {league_segment} of the published league table is in force, as the organisation is not in the improvement programme.",
            "Use this segment for the award.",
            ("segment.programme",),
        ),
    ),
)


@cached
def in_force(league_segment: Any, in_programme: Any) -> Outcome:
    """Return the segment in force: a number, or Not segmented.

    >>> in_force(4, True).value, in_force("Not segmented", False).value
    (5, 'Not segmented')
    """
    decided = TABLE.decide(
        map_numbers(int, in_programme),
        map_numbers(lambda segment: int(segment == NOT_SEGMENTED), league_segment),
    )
    row = decided if isinstance(decided, int) else Coded(range(len(TABLE.rows)), decided)
    return Outcome(
        map_distinct(_segment, row, league_segment), TABLE.per_row(TABLE.reasons, decided)
    )


def _segment(row: int, league_segment: Any) -> Any:
    return programme_segment() if row == 0 else league_segment


def programme_segment() -> int:
    """Return the segment that an organisation in the programme counts as: the newest value held."""
    return int(_programme_figure().number)


def _programme_figure() -> Figure:
    dated = edition.current().dated("segment.programme")
    return [figure for figure in dated if not figure.pending][-1]


def working(league_segment: Any, in_programme: bool) -> Working:  # noqa: FBT001 - the order is the contract's
    """Show how one segment came about."""
    figure = _programme_figure()
    shown = Working({"programme": str(programme_segment())})
    shown.step("Published segment", str(league_segment))
    shown.step("In the improvement programme", "yes" if in_programme else "no", cite(figure))
    shown.answer("Segment in force", str(in_force(league_segment, in_programme).value))
    return shown
