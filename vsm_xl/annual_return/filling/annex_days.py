"""Finds in what an annex says from which day its ranges are in force, and until when."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from vsm_xl.annual_return.filling.annex_words import pattern
from vsm_xl.dates import MONTH_NAMES, day_in_words, pay_year_days, pay_year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MONTHS: Final = "|".join((*MONTH_NAMES, *(name[:3] for name in MONTH_NAMES), "Sept"))
#: A day in words, or in numbers as the British write it, or as ISO 8601 does.
_DAY: Final = pattern(
    rf"\b([0-3]?[0-9])(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTHS})\.?,?\s+(20[0-9]{{2}})(?![0-9])"
    r"|(?<![0-9/.])([0-3]?[0-9])[/.]([01]?[0-9])[/.](20[0-9]{2})(?![0-9])"
    r"|(?<![0-9-])(20[0-9]{2})-([01][0-9])-([0-3][0-9])(?![0-9])"
)
_STARTS: Final = pattern(
    r"(?:\b(?:from|effective|w\.?\s?e\.?\s?f\.?|in force|appl(?:y|ies|icable)|as at|starting|beginning|"
    r"commencing))(?:\s+(?:from|on|date))*\s*:?\s*$"
)
_ENDS: Final = pattern(r"(?:\b(?:to|until|till|ending|through)|[-–—])(?:\s+on)?\s*:?\s*$")
#: What such a day is said of is an earlier table.
_EARLIER: Final = pattern(
    r"\b(?:replac|previous|supersed|earlier|former|old\b|prior|last year|uplift|increase|before\b)"
)
_YEAR: Final = re.compile(r"\b(20[0-9]{2})\s*[/-]\s*([0-9]{2}|20[0-9]{2})\b(?![-/.0-9])")


class DaysFound(NamedTuple):
    """Every day of the texts, those with which something begins or ends, and the pay years."""

    all: set[date]
    starts: set[date]
    ends: set[date]
    years: set[date]


def find_days(texts: Iterable[str]) -> DaysFound:
    """Return the days that some texts name.

    >>> found = find_days(["In force from 1 April 2031 to 31/03/2032; they replace those of 1 Apr 2030"])
    >>> [sorted(map(str, days)) for days in (found.starts, found.ends, found.all)]
    [['2031-04-01'], ['2032-03-31'], ['2030-04-01', '2031-04-01']]
    """
    found = DaysFound(set(), set(), set(), set())
    for text in texts:
        for match in _DAY.finditer(text):
            day = _day(match)
            if day is None:
                continue
            clause = re.split(r"[.;]\s", text[: match.start()])[-1]
            if found.starts and _ENDS.search(clause):
                found.ends.add(day)
                continue
            found.all.add(day)
            if _STARTS.search(clause) and not _EARLIER.search(clause):
                found.starts.add(day)
        found.years.update(_years(text))
    return found


def _day(match: re.Match[str]) -> date | None:
    first, month, year, *numbers = match.groups()
    if month is not None:
        names = [name[:3].casefold() for name in MONTH_NAMES]
        parts = int(year), names.index(month[:3].casefold()) + 1, int(first)
    elif numbers[0] is not None:
        parts = int(numbers[2]), int(numbers[1]), int(numbers[0])
    else:
        parts = int(numbers[3]), int(numbers[4]), int(numbers[5])
    try:
        return date(*parts)
    except ValueError:
        return None


def _years(text: str) -> Iterator[date]:
    for first, second in _YEAR.findall(text):
        if (int(first) + 1) % 100 == int(second) % 100:
            yield date(int(first), 4, 1)


def days_in_force(
    texts: Sequence[str], asked: tuple[date | None, date | None], name: str, understood: list[str]
) -> tuple[date | None, date | None, list[str]]:
    """Return the first and the last day of the ranges, and what is not certain about them.

    Args:
        texts: what the annex says.
        asked: the first and the last day where the person who imports said them.
        name: what messages call the file.
        understood: what was read is added to it, in words.
    """
    found = find_days(texts)
    starts, ends = asked
    problems = []
    if starts is None:
        # A day that begins something decides, unless the pay year of the title is another.
        candidates = next((days for days in (found.starts, found.all, found.years) if days), set())
        if len(candidates) == 1:
            (first,) = candidates
            if found.years and pay_year_days(pay_year_of(first))[0] not in found.years:
                candidates = candidates | found.years
        if len(candidates) == 1:
            (starts,) = candidates
            understood.append(
                f"In force from {day_in_words(starts)}, as the annex states; use --from for another day."
            )
        elif candidates:
            days = ", ".join(day_in_words(day) for day in sorted(candidates))
            problems.append(
                f"{name}: it names several days ({days}); use --from to state when the ranges begin"
            )
        else:
            problems.append(
                f"{name}: it does not state from which day the ranges are in force; use --from"
            )
    if ends is None and len(found.ends) == 1:
        (ends,) = found.ends
        understood.append(
            f"In force to {day_in_words(ends)}, as the annex states; use --to for another day."
        )
    elif ends is None and found.ends:
        days = ", ".join(day_in_words(day) for day in sorted(found.ends))
        problems.append(
            f"{name}: it names several last days ({days}); use --to to state which applies"
        )
    return starts, ends, problems
