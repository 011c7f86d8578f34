"""The list of the framework's figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from vsm_xl.cli import output
from vsm_xl.framework.edition import current

if TYPE_CHECKING:
    from datetime import date

    from vsm_xl.framework.edition import Edition
    from vsm_xl.framework.records import Figure, Information, Value


def rates(on: date | None) -> None:
    """List every figure, or those in force on a day; the ones without confirmed days marked.

    Args:
        on: the day; None lists all days, and the information records too.
    """
    edition = current()
    if on is None:
        figures = list(edition.figures)
    else:
        held = (edition.figure(name, on) for name in edition.names)
        figures = [figure for figure in held if figure is not None]
    for figure in figures:
        _two_lines(edition, figure, _days(figure), figure.status)
    for known in edition.information if on is None else ():
        _two_lines(edition, known, known.days, f"information, {known.status}")
    output.line()
    if on is None:
        output.line("Figures marked information have no confirmed days: no function uses them.")
    elif not figures:
        output.line(f"No figure is held for {on.isoformat()}.")
    output.line("Paragraph, address and day of reading: vsm-xl call VSM_SOURCE award.percent")
    output.line(f"Data edition {edition.label}")


def _two_lines(edition: Edition, one: Figure | Information, days: str, status: str) -> None:
    """Show a figure: what it is in one line, and in which document in the next."""
    output.line("  ".join((one.name, _written(one.value), _unit(one), days, status)))
    document, text = edition.source(one.rests_on), edition.source(one.source)
    read = f"; read in {text.name}" if one.rests_on != one.source else ""
    output.line(f"    {document.title}{read}")


def _days(figure: Figure) -> str:
    if figure.last_day is None:
        return f"from {figure.first_day.isoformat()}"
    return f"{figure.first_day.isoformat()} to {figure.last_day.isoformat()}"


def _unit(figure: Figure | Information) -> str:
    return f"{figure.unit} of {figure.of}" if figure.of else figure.unit


def _written(value: Value) -> str:
    if value is None:
        return "not held"
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
