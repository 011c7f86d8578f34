"""What a cell of a pay-range annex says, whatever words its author chose.

Every reader here returns None for a text that it does not understand completely: half an
understanding of an amount would be a wrong amount.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, Literal, NamedTuple, TypeAlias

from vsm_xl.framework.kinds_and_roles import plain


def pattern(text: str) -> re.Pattern[str]:
    """Return a pattern that takes capital and small letters alike."""
    return re.compile(text, re.IGNORECASE)


#: The points of a range; ``range`` is minimum and operational maximum in one cell.
Point: TypeAlias = Literal[
    "minimum", "operational_maximum", "exception_maximum", "top", "range", "exception_range",
    "ignored", "size_from", "size_to",
]  # fmt: skip

_SCALES: Final = {
    "k": 3, "thousand": 3, "thousands": 3, "m": 6, "mn": 6, "mil": 6, "million": 6, "millions": 6,
    "bn": 9, "b": 9, "billion": 9,
}  # fmt: skip
_MARKS: Final = pattern(
    r"\s*(?:\[(?:note\s*)?[0-9a-z]{1,2}\]|\((?:note\s*)[0-9]{1,2}\)|[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰]+)\s*$"
)
_NUMBER: Final = pattern(
    r"£?\s*([0-9]{1,3}(?:[, ][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)\s*"
    r"(k|thousands?|millions?|mn|mil|m|billion|bn|b)?\b\.?"
)
_DASH: Final = r"(?:-|–|—|‒|−|to|up to|and|but|until)"
_BELOW: Final = pattern(
    r"(?:up to(?: and including)?|under|below|less than|fewer than|lower than|smaller than|no more than|at most|not more than|maximum of|<=|≤|<)\s*(.+)"
)
_ABOVE: Final = pattern(
    r"(?:over|above|more than|greater than|in excess of|exceeding|at least|from|minimum of|>=|≥|>)\s*(.+)"
)
#: "Up to but not including", which means "under", at the beginning of a size or within it.
_NOT_INCLUDING: Final = pattern(
    r"(^)?\s*(?:up to|to)?,?\s*\(?but (?:not including|excluding|less than|below|under)\)?\s*"
)
#: A share of something, which stands beside amounts and is none.
_SHARE: Final = pattern(r"%|\bper ?cent(?:age)?\b|\bpercent")
_ONWARDS: Final = pattern(
    r"(.+?)\s*(?:\+|and above|and over|or more|or above|or over|and more|plus|upwards|and upwards)"
)
_BELOW_LATER: Final = pattern(r"(.+?)\s*(?:or less|or below|and below|or under|and under|or fewer)")
_BETWEEN: Final = pattern(rf"(?:between\s+|from\s+)?(.+?)\s*({_DASH})\s*(.+)")
#: What stands before the upper and the lower number of a size that has both.
_UPPER_WORDS: Final = pattern(
    r"^(?:(?:up to|less than|under|below|not more than|but)\s+|<=?\s*|≤\s*)+"
)
_LOWER_WORDS: Final = pattern(r"^(?:(?:over|above|more than|from|at least)\s+|>=?\s*|≥\s*)")
_INCLUSIVE: Final = pattern(
    r"up to|no more than|at most|not more than|<=|≤|maximum of|or less|and below|or below"
)
_EXCLUSIVE_START: Final = pattern(r"over|above|more than|greater than|in excess|exceeding|>(?!=)")
_NONE_WORDS: Final = frozenset(
    {"n/a", "na", "none", "-", "–", "—", "not applicable", "nil", "..", "x"}
)
_SIZE_WORDS: Final = pattern(r"turnover|income|population|weighted|size|patients|revenue")
_LABEL: Final = pattern(
    r"(?:(?:size\s+)?(?:group|band|tier|category|size|cluster|level)\s*)?(?:[A-H]|[1-9]|[IV]{1,3})"
)
_LABELLED: Final = pattern(
    r"((?:(?:size\s+)?(?:group|band|tier|category|size|cluster|level)\s*(?:[A-H]|[0-9]|[IV]{1,3})|"
    r"[A-H]|[1-9]|small|medium|large|very large|extra large|supra large))\s*(?:[:,(–—-]\s*)(.+?)\)?"
)
_SIZE_NAMES: Final = frozenset(
    {"small", "medium", "large", "very large", "extra large", "supra large"}
)
_THOUSANDS: Final = pattern(
    r"£\s*['’]?\s*000s?\b|£\s*k\b|\(\s*000s?\s*\)|['’]000s?\b|\bthousands?\b"
)
_NOT_DIGITS: Final = re.compile(r"£?\s*['’]?000s?\b|\b20[0-9]{2}(?:\s*[/-]\s*[0-9]{2})?\b")
_MILLIONS: Final = pattern(r"£\s*m(?:illions?)?\b|\bmillions?\b|\(\s*m\s*\)")


_LONGEST_HEADER: Final = 60
_BARE_EDGE: Final = re.compile(r"(?:from|to|over|up to|less than)(?: m| k)?")
_OPERATIONAL: Final = r"\bop(?:s|erational|erating)?\b"
_TOP: Final = r"\b(?:max|maximum|top|ceiling|upper)\b"
_ORDINARY: Final = "(?:operational|standard|normal|core|pay|salary)"
#: What a header of a group's edge says, first match first.
_SIZE_POINTS: Final[tuple[tuple[Point, str], ...]] = (
    ("size_from", r"\b(?:from|lower|over|minimum|above|at least|start)\b"),
    ("size_to", r"\b(?:to|upper|less than|below|under|maximum|up|end)\b"),
)
#: What a header of an amount says, first match first.
_PAY_POINTS: Final[tuple[tuple[Point, str], ...]] = (
    ("ignored", r"\bmid ?points?\b|\bmedian\b|\bmiddle\b|\bspread\b|\bwidth\b"),
    ("ignored", r"\bexcept.*\b(?:min|minimum|from|start)\b|\b(?:min|minimum)\b.*\bexcept"),
    ("exception_maximum", r"\bexcept.*\b(?:max|maximum|top|limit|to)\b"),
    ("exception_maximum", r"\b(?:max|maximum|top|limit)\b.*\bexcept"),
    ("exception_range", r"\bexcept"),
    ("minimum", r"^(?!.*\bmax).*\b(?:min|minimum|floor|bottom|lowest|start|starting)\b"),
    ("operational_maximum", rf"{_OPERATIONAL}.*{_TOP}|{_TOP}.*{_OPERATIONAL}"),
    ("top", r"\b(?:max|maximum|top|ceiling|upper|highest)\b"),
    ("range", rf"^(?:the )?(?:{_ORDINARY} )*range(?: p a| pa| per annum)?$"),
)


@dataclass(frozen=True)
class GroupSize:
    """A size group: its edges (None is open), and how its words treat an exact edge.

    Attributes:
        low: lower edge, None for none.
        high: upper edge, None for open.
        excludes_low: whether the words leave the lower edge itself out.
        excludes_high: whether they leave the upper edge itself out.
    """

    low: Decimal | None
    high: Decimal | None
    excludes_low: bool = False
    excludes_high: bool = False


class Amounts(NamedTuple):
    """One amount, or the two ends of a range in one cell."""

    low: Decimal
    high: Decimal | None = None


def without_mark(text: str) -> str:
    """Return a text without the mark of a footnote at its end.

    >>> without_mark("Chief executive [1]"), without_mark("150,000*"), without_mark("Group A")
    ('Chief executive', '150,000', 'Group A')
    """
    while (shorter := _MARKS.sub("", text)) != text:
        text = shorter
    return " ".join(text.split())


def is_none(text: str) -> bool:
    """Return whether a cell states that there is no amount."""
    return plain(without_mark(text)) in _NONE_WORDS


def read_number(text: str, scale: int = 0, *, of_size: bool = False) -> Decimal | None:
    """Read one number with its unit.

    Args:
        text: such as ``£200m``, ``1.5 million``, ``131k`` or ``131,000``.
        scale: the power of ten of the column, for a number that has no unit of its own.
        of_size: whether it is an edge of a group; 131,000 under £000 is then £131m, not pay in full.

    >>> read_number("£1.5 million"), read_number("131k"), read_number("131", 3), read_number("ten")
    (Decimal('1500000'), Decimal('131000'), Decimal('131000'), None)
    """
    found = _NUMBER.fullmatch(without_mark(text))
    if found is None:
        return None
    try:
        number = Decimal(found[1].replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None
    own = _SCALES.get((found[2] or "").lower())
    if own is None and number >= 1000 and scale == 3 and not of_size:  # noqa: PLR2004 - full pounds
        return number
    return number.scaleb(scale if own is None else own).normalize() + 0


def read_amount(cell: object, scale: int) -> Amounts | None:
    """Read an amount of pay, or the two ends of a range.

    >>> read_amount("£131,000 – £150,000", 0)
    Amounts(low=Decimal('131000'), high=Decimal('150000'))
    >>> read_amount(131.5, 3).low, read_amount("Chief executive", 0)
    (Decimal('131500'), None)
    """
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        number = Decimal(repr(float(cell)) if isinstance(cell, float) else cell)
        whole = number if scale == 3 and number >= 1000 else number.scaleb(scale)  # noqa: PLR2004
        return Amounts(whole.normalize() + 0)
    if not isinstance(cell, str):
        return None
    text = without_mark(cell)
    if (one := read_number(text, scale)) is not None:
        return Amounts(one)
    for parts in _halves(text):
        low, high = (read_number(part, scale) for part in parts)
        if low is not None and high is not None and low <= high:
            return Amounts(low, high)
    return None


def read_edge(cell: object, scale: int) -> Decimal | None:
    """Read an edge of a size group that has a cell of its own.

    >>> read_edge(200_000, 3), read_edge("£200m", 0)
    (Decimal('200000000'), Decimal('200000000'))
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(repr(cell)).scaleb(scale).normalize() + 0
    return read_number(cell, scale, of_size=True) if isinstance(cell, str) else None


def _halves(text: str) -> list[tuple[str, str]]:
    found = _BETWEEN.fullmatch(text)
    return [(found[1], found[3])] if found else []


def read_size(text: str, scale: int = 0) -> GroupSize | None:
    """Read a size group in words.

    Args:
        text: such as ``up to £200m``, ``£200m to £400m``, ``over 2 million``.
        scale: the power of ten of the column (6 under ``£m``).

    >>> read_size("Up to £200m").high, read_size("£750m or more").low, read_size("Group A")
    (Decimal('200000000'), Decimal('750000000'), None)
    >>> both = read_size("£200m-£399.9m")
    >>> both.low, both.high
    (Decimal('200000000'), Decimal('399900000'))
    """
    text = _bare_size(text)
    text = _NOT_INCLUDING.sub(
        lambda found: "under " if found[1] is not None else " to under ", text
    )
    text = re.sub(r"(?<=[0-9a-z]) up to and including ", " up to ", text, flags=re.IGNORECASE)
    if found := _BELOW.fullmatch(text) or _BELOW_LATER.fullmatch(text):
        high = read_number(found[1], scale, of_size=True)
        excludes = not _INCLUSIVE.search(text)
        return None if high is None else GroupSize(None, high, excludes_high=excludes)
    if found := _ONWARDS.fullmatch(text):
        low = read_number(found[1], scale, of_size=True)
        if low is not None:
            return GroupSize(low, None)
    if found := _BETWEEN.fullmatch(text):
        return _between(
            found[1], f"{found[2]} {found[3]}" if "up" in found[2].lower() else found[3], scale
        )
    found = _ABOVE.fullmatch(text)
    low = read_number(found[1], scale, of_size=True) if found else None
    if low is None:
        return None
    return GroupSize(low, None, excludes_low=bool(_EXCLUSIVE_START.match(text)))


def _between(first: str, second: str, scale: int) -> GroupSize | None:
    high = read_number(_UPPER_WORDS.sub("", second), scale, of_size=True)
    start = _LOWER_WORDS.sub("", first)
    low = read_number(start, scale, of_size=True)
    if low is not None and high is not None and read_number(start, 0) is not None:
        unit = _unit_of(second)
        # "200-400m" gives the unit once, after the second number.
        if _unit_of(start) is None and unit is not None and low < high.scaleb(-3):
            low = low.scaleb(unit - scale)
    if low is None or high is None or low >= high:
        return None
    return GroupSize(
        low or None,
        high,
        bool(_EXCLUSIVE_START.match(first)),
        bool(re.search(r"less than|under|below|<(?!=)", second, re.IGNORECASE)),
    )


def _unit_of(text: str) -> int | None:
    found = _NUMBER.fullmatch(without_mark(text))
    return _SCALES.get((found[2] or "").lower()) if found else None


def _bare_size(text: str) -> str:
    """Take away the words that only state what is measured."""
    text = without_mark(text)
    text = re.sub(
        r"\b(?:annual|yearly|weighted|registered|operating|total)\b|\b(?:turnover|income|population|"
        r"revenue|patients|people|persons|size|of|a year|per year|per annum|p\.?a\.?)\b|[():]",
        " ", text, flags=re.IGNORECASE,
    )  # fmt: skip
    return " ".join(text.split())


def read_group(text: str, scale: int = 0) -> tuple[str, GroupSize | None] | None:
    """Read the label of a group, with its size where the label says it.

    >>> read_group("Group 1 (up to £200m)")[0], read_group("B")[0], read_group("Chief executive")
    ('Group 1 (up to £200m)', 'B', None)
    """
    text = without_mark(text)
    if (size := read_size(text, scale)) is not None:
        return text, size
    if found := _LABELLED.fullmatch(text):
        size = read_size(found[2], scale)
        return None if size is None else (text, size)
    if _LABEL.fullmatch(text) or plain(text) in _SIZE_NAMES:
        return text, None
    return None


def read_point(text: str) -> Point | None:
    """Read the header of a point of the range.

    >>> [read_point(text) for text in ("Minimum £", "Op. max", "Exception zone maximum", "Mid-point")]
    ['minimum', 'operational_maximum', 'exception_maximum', 'ignored']
    """
    if _SHARE.search(text) and len(text) <= _LONGEST_HEADER and not re.search(r"[0-9]", text):
        return "ignored"
    bare = _NOT_DIGITS.sub(" ", without_mark(text))
    if re.search(r"[0-9]", bare):
        # A header states no number but a unit or a year; a size in words does.
        return None
    words = plain(re.sub(r"[^a-zA-Z ]", " ", bare))
    if re.search(r"\bdates?\b|\bdays?\b", words):
        return "ignored"
    if not words or len(words) > _LONGEST_HEADER:
        return None
    if _SIZE_WORDS.search(words) or _BARE_EDGE.fullmatch(words):
        kinds = _SIZE_POINTS
    else:
        kinds = _PAY_POINTS
    return next((point for point, said in kinds if re.search(said, words)), None)


def scale_of(text: str) -> int | None:
    """Read the unit that a header or caption states: 3 for thousands, 6 for millions.

    >>> scale_of("Minimum (£000)"), scale_of("Turnover £m"), scale_of("Minimum £")
    (3, 6, None)
    """
    if _THOUSANDS.search(text):
        return 3
    return 6 if _MILLIONS.search(text) and not _NUMBER.search(text) else None
