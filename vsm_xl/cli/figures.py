"""The list of the framework's figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsm_xl.cli import output
from vsm_xl.framework.compare import written
from vsm_xl.framework.edition import current

if TYPE_CHECKING:
    from datetime import date

    from vsm_xl.framework.edition import Edition
    from vsm_xl.framework.records import Figure, Information


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
        _two_lines(edition, figure, figure.days, figure.status)
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
    output.line("  ".join((one.name, written(one.value), unit_of(one), days, status)))
    document, text = edition.source(one.rests_on), edition.source(one.source)
    read = f"; read in {text.name}" if one.rests_on != one.source else ""
    output.line(f"    {document.title}{read}")


def unit_of(figure: Figure | Information) -> str:
    """Return the unit of a figure, and of what it is a share."""
    return f"{figure.unit} of {figure.of}" if figure.of else figure.unit
