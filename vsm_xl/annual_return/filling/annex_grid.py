"""The grid of a sheet, what is found in it, and the plain questions one asks of a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.annual_return.filling import annex_words as words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from vsm_xl.annual_return.filling.annex_words import GroupSize
    from vsm_xl.framework.kinds_and_roles import OrgKind

ROLE_HEADER: Final = words.pattern(r"(?:vsm )?(?:role|post|position|job(?: title)?)s?")
GROUP_HEADER: Final = words.pattern(
    r"(?:(?:size|pay|turnover|income|population|weighted population|organisation)\s*)?"
    r"(?:group|band|tier|category|bracket)s?|(?:annual |weighted )?(?:turnover|income|population|size)"
)
KIND_HEADER: Final = words.pattern(r"(?:organisation|type|kind|sector)(?: type| kind)?|org")
_UNIT: Final = re.compile(r"\s*(?:\(.*\)|£.*|,.*)$")


@dataclass(frozen=True)
class AnnexSheet:
    """A sheet as a grid: values by row and column from 1, merged cells filled."""

    title: str
    cells: Mapping[tuple[int, int], Any]
    #: What of the workbook is hidden and was read all the same, in words; on its first sheet.
    hidden: tuple[str, ...] = ()


@dataclass
class FoundTable:
    """One range as found: its points with the cells they stand in."""

    kind: OrgKind | None
    role: str
    group: str
    size: GroupSize | None
    sheet: str
    points: dict[str, tuple[Decimal | None, str]] = field(default_factory=dict)


@dataclass
class AnnexLayout:
    """What was found in the sheets.

    Attributes:
        ranges: the ranges.
        problems: what cannot be read, by cell; nothing is taken where there is one.
        notes: what the sheets say beside the table: titles, captions and footnotes.
        unused: numbers that belong to no range, by cell.
        understood: what was taken to be meant, in words.
    """

    ranges: list[FoundTable] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    understood: list[str] = field(default_factory=list)


def as_text(value: object) -> str:
    """Return what a cell shows as text; empty for an empty one."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def bare(text: str) -> str:
    """Return a header without its unit and footnote mark."""
    return _UNIT.sub("", words.without_mark(text)).strip()


def is_header(text: str) -> bool:
    """Return whether a text heads a column of roles, groups or kinds of organisation."""
    return any(
        pattern.fullmatch(bare(text)) for pattern in (ROLE_HEADER, KIND_HEADER, GROUP_HEADER)
    )


def is_sentence(text: str) -> bool:
    """Return whether a text is a note rather than a label."""
    return text.rstrip().endswith(".") or len(text.split()) > 12  # noqa: PLR2004


def size_label(size: GroupSize) -> str:
    """Return a label for a size given by two cells.

    >>> from decimal import Decimal
    >>> size_label(words.GroupSize(Decimal(200_000_000), Decimal(400_000_000)))
    '200m to 400m'
    """

    def shown(edge: Decimal) -> str:
        millions = edge.scaleb(-6).normalize()
        return f"{millions:f}m"

    if size.low is None and size.high is not None:
        return f"up to {shown(size.high)}"
    if size.low is not None and size.high is None:
        return f"{shown(size.low)} and above"
    return f"{shown(size.low)} to {shown(size.high)}" if size.low and size.high else "all sizes"
