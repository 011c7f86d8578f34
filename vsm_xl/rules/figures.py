"""The figures themselves: their value on a day, and where they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl.columns import cached, map_pairs
from vsm_xl.dates import day_in_words
from vsm_xl.errors import reason
from vsm_xl.framework import edition
from vsm_xl.rules.working import Outcome, Working, cite

if TYPE_CHECKING:
    from datetime import date

UNKNOWN_RATE: Final = reason(
    "UNKNOWN_RATE",
    "No figure is called {name} in this data edition.",
    'List the names with VSM_LIST("rates") or vsm-xl rates.',
    error="#N/A",
)
DATE_NOT_COVERED: Final = reason(
    "DATE_NOT_COVERED",
    "The figure {name} is held from {first_day} to {last_day}, and {date} lies outside.",
    "Give a date that is covered, or install a data edition that covers it.",
    error="#N/A",
)
FIGURE_PENDING: Final = reason(
    "FIGURE_PENDING",
    "The figure {name} is announced for {date} but not settled: {note}",
    "Wait for the circular; nothing is assumed in its place.",
    error="#N/A",
)
RATE_FOUND: Final = reason(
    "RATE_FOUND",
    "{name} is {figure} ({unit}) on {date}; status: {status}.",
    "Cite it with VSM_SOURCE.",
)
SOURCE_FOUND: Final = reason(
    "SOURCE_FOUND",
    "{name} on {date} is cited from {source}.",
    "Keep the citation with the decision.",
)


def _find(name: str, day: date) -> tuple[Any, int]:
    current = edition.current()
    if name not in current.names:
        return None, UNKNOWN_RATE.number
    figure = current.figure(name, day)
    if figure is None:
        return None, DATE_NOT_COVERED.number
    if figure.pending:
        return None, FIGURE_PENDING.number
    return figure, 0


@cached
def rate(name: Any, day: Any) -> Outcome:
    """Return a figure's value on a day: a number, a truth or a text.

    >>> from datetime import date
    >>> rate("award.percent", date(2025, 9, 1)).value
    0.0325
    """
    return Outcome(*map_pairs(_rate, name, day))


def _rate(name: str, day: date) -> tuple[Any, int]:
    figure, why = _find(name, day)
    return _value(figure), why or RATE_FOUND.number


@cached
def source(name: Any, day: Any, part: Any) -> Outcome:
    """Return the citation of a figure on a day, or one part of it.

    A figure that is pending has no value to cite, but its status, document and days are known.

    >>> from datetime import date
    >>> source("bonus.limit", date(2025, 9, 1), "Status").value
    'official text read'
    >>> source("award.criteria", date(2026, 9, 1), "Status").value
    'pending'
    """
    return Outcome(*map_pairs(_cited, name, day, part))


#: What VSM_SOURCE answers with; the first is the whole citation.
PARTS: Final = ("Citation", "Status", "Document", "Paragraph", "Link", "Read", "In force", "Note")


def _cited(name: str, day: date, part: str) -> tuple[str, int]:
    figure, why = _find(name, day)
    if part == PARTS[0] or why not in (0, FIGURE_PENDING.number):
        return cite(figure), why or SOURCE_FOUND.number
    current = edition.current()
    held = current.figure(name, day)
    if held is None:
        return "", why or SOURCE_FOUND.number
    read = current.source(held.source).read
    parts = {
        "Status": held.status,
        "Document": current.document(held),
        "Paragraph": current.place(held),
        "Link": current.link(held),
        "Read": day_in_words(read) if read else "not read",
        "In force": held.days,
        "Note": held.note or "none",
    }
    return parts[part], SOURCE_FOUND.number


def _value(figure: Any) -> Any:
    if figure is None:
        return ""
    value = figure.value
    if isinstance(value, bool | str):
        return value
    return value.isoformat() if figure.unit == "date" else float(value)


def working(name: str, day: date) -> Working:
    """Show what is held of a figure."""
    current = edition.current()
    shown = Working({"name": name, "note": ""})
    shown.step("Name", name)
    shown.step("Date", day.isoformat())
    if name not in current.names:
        return shown
    first, last = current.coverage(name)
    shown.facts |= {
        "first_day": first.isoformat(),
        "last_day": last.isoformat() if last else "further notice",
    }
    held = current.figure(name, day)
    if held is None:
        return shown
    shown.facts |= {
        "figure": str(held.value),
        "unit": held.unit,
        "status": held.status,
        "source": cite(held),
        "note": held.note,
    }
    shown.answer("Value", f"{held.value} ({held.unit})", cite(held))
    shown.step("In force", f"{held.first_day} to {held.last_day or 'further notice'}")
    shown.step("Status", held.status, held.note)
    return shown
