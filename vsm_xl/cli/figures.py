"""The list of the framework's figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from vsm_xl.cli import output
from vsm_xl.cli.output import Column
from vsm_xl.framework.edition import current

if TYPE_CHECKING:
    from datetime import date

    from vsm_xl.framework.records import Figure, Information, Value

_COLUMNS: Final = (
    Column("Name"), Column("Value"), Column("Unit"), Column("Days"), Column("Status"),
    Column("Source"),
)  # fmt: skip


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
    rows: list[tuple[str, ...]] = [
        (
            figure.name, _written(figure.value), _unit(figure), _days(figure), figure.status,
            edition.citation(figure),
        )
        for figure in figures
    ]  # fmt: skip
    if on is None:
        rows += [
            (
                known.name, _written(known.value), _unit(known), known.days,
                f"information, {known.status}", edition.citation(known),
            )
            for known in edition.information
        ]  # fmt: skip
    output.table(_COLUMNS, rows)
    output.line()
    if on is None:
        output.line("Figures marked information have no confirmed days: no function uses them.")
    elif not rows:
        output.line(f"No figure is held for {on.isoformat()}.")
    output.line(f"Data edition {edition.label}")


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
