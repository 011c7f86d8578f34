"""What a report is made of: blocks with a finding, a table, a chart and a note.

The page and the workbook show the same blocks, so that no figure is worked out twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from vsm_xl.national.suppression import hidden_means

Kind = Literal["text", "count", "pounds", "percent", "ratio", "number", "date", "link"]
#: What stands where a value is not known.
UNKNOWN: Final = "not known"


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column of a block's table.

    Attributes:
        name: The field of the records.
        label: The heading.
        kind: How its values are shown.
    """

    name: str
    label: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a report.

    Attributes:
        key: A short name, unique in the report.
        title: The heading.
        finding: The one sentence that the table shows.
        columns: The columns of the table.
        rows: The records.
        chart: A Vega-Lite specification without data, None for no chart.
    """

    key: str
    title: str
    finding: str
    columns: tuple[ReportColumn, ...]
    rows: list[dict[str, Any]] = field(default_factory=list)
    chart: dict[str, Any] | None = None

    @property
    def note(self) -> str:
        """The note on what is not shown, empty where everything is."""
        return hidden_means(self.rows)


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of a report.

    Attributes:
        key: A short name, unique in the report.
        title: The heading.
        introduction: One or two sentences.
        blocks: Its blocks in order.
    """

    key: str
    title: str
    introduction: str
    blocks: tuple[Block, ...]


def shown(value: Any, kind: Kind) -> str:
    """Returns a value as people read it.

    Args:
        value: a number, a text, a date, or None where it is not known.
        kind: what it is.

    >>> shown(1234567.5, "pounds"), shown(0.0325, "percent"), shown(7.714, "ratio")
    ('£1,234,568', '3.25%', '7.7')
    >>> shown(None, "count"), shown("c", "pounds")
    ('not known', 'c')
    """
    if value is None:
        return UNKNOWN
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    return _number(value, kind)


def _number(value: float, kind: Kind) -> str:
    match kind:
        case "pounds":
            return f"{'−' if value < 0 else ''}£{abs(value):,.0f}"
        case "percent":
            return f"{value * 100:.2f}".rstrip("0").rstrip(".") + "%"
        case "ratio":
            return f"{value:.1f}"
        case "number":
            return f"{value:,.2f}"
        case _:
            return f"{value:,.0f}"
