"""On what an exported value rests: the functions of its formula, figures, document and place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.export.lineage import Spot, functions_in
from vsm_xl.dates import pay_year_days, pay_year_of
from vsm_xl.framework.edition import current
from vsm_xl.functions.registry import FUNCTIONS

if TYPE_CHECKING:
    from datetime import date

    from vsm_xl.annual_return.export.lineage import Origins
    from vsm_xl.framework.records import Figure

#: The table that shows each figure by VSM_RATE, and its column with the figure's name.
_FIGURES: Final = ("figures", "name")
#: Figures are named, not followed; checks look at nearly everything.
_NOT_FOLLOWED: Final = ("figures", "checks", "master")
#: What the organisation gives itself: it rests on no paragraph of the framework.
_OWN_TABLES: Final = {
    "vsm_ranges": "the pay ranges as entered (document and place: column source of ranges.csv)",
    "vsm_policy": "Local policy as entered (organisation.csv)",
}
_LATER: Final = {key: re.compile(rf"\b{key}\b") for key in _OWN_TABLES}


def source_of(origins: Origins, here: Spot, *, given: bool) -> str:
    """Return the sheet of a value, and whether it was entered or how it is worked out.

    Args:
        origins: of the layout.
        here: the value.
        given: whether it belongs to the template where it has no formula.
    """
    sheet, formulas = origins.sheet(here), origins.formulas(here)
    if not formulas:
        return f"{sheet}: part of the template" if given else f"{sheet}: entered"
    functions = sorted({name for formula in formulas for name in functions_in(formula)})
    if functions:
        return f"{sheet}: worked out by {', '.join(functions)}"
    if total := origins.added_up(formulas[0], here):
        text = f"sum of the column {total.key} of {origins.sheet(total)}"
    else:
        read = [spot for formula in formulas for spot in origins.read(formula, here)]
        others = [title for title in dict.fromkeys(map(origins.sheet, read)) if title != sheet]
        text = f"from {', '.join(others)}" if others else "worked out"
    behind = ", ".join(sorted(_functions_behind(origins, here, set())))
    return f"{sheet}: {text}{f', by {behind}' if behind else ''}"


def _functions_behind(origins: Origins, spot: Spot, seen: set[Spot]) -> set[str]:
    """Name the nearest functions on which a value rests."""
    if spot in seen or spot.table in _NOT_FOLLOWED:
        return set()
    seen.add(spot)
    found: set[str] = set()
    for formula in origins.formulas(spot):
        if own := functions_in(formula):
            found.update(own)
        else:
            for other in origins.read(formula, spot):
                found |= _functions_behind(origins, other, seen)
    return found


def rests_on(origins: Origins, here: Spot) -> tuple[str, ...]:
    """Name the figures on which a value rests, and what the organisation gives itself.

    Those of the formula's own functions; where it has none with a figure, those of the values that
    it reads.
    """
    return tuple(_resting(origins, here, set()))


def _resting(origins: Origins, spot: Spot, seen: set[Spot]) -> dict[str, None]:
    if spot in seen or spot.table in _NOT_FOLLOWED:
        return {}
    seen.add(spot)
    found: dict[str, None] = {}
    for formula in origins.formulas(spot):
        read = origins.read(formula, spot)
        direct = _direct(origins, formula, read)
        found |= direct
        if not direct or not functions_in(formula):
            for other in read:
                found |= _resting(origins, other, seen)
    return found


def _direct(origins: Origins, formula: str, read: list[Spot]) -> dict[str, None]:
    given = [name for spot in read if (name := _figure_at(origins, spot))]
    cited = [
        name
        for function in functions_in(formula)
        if function in FUNCTIONS
        for name in FUNCTIONS[function].cites
        # A width that is given takes the place of the usual one: band.width.pension of band.width.
        if not any(one.startswith(f"{name}.") for one in given)
    ]
    own = [text for key, text in _OWN_TABLES.items() if _LATER[key].search(formula)]
    return dict.fromkeys([*given, *cited, *own])


def _figure_at(origins: Origins, spot: Spot) -> str:
    table, key = _FIGURES
    rows = origins.table(spot).rows
    if spot.table != table or spot.row is None or isinstance(rows, int):
        return ""
    return str(rows[spot.row].get(key, ""))


def in_words(names: tuple[str, ...], day: date | None) -> str:
    """Return the figures with document and place in it.

    Args:
        names: of :func:`rests_on`.
        day: a day of the pay year; None for the figures of every year.

    >>> from datetime import date
    >>> in_words(("bonus.limit",), date(2025, 4, 1))  # doctest: +ELLIPSIS
    'bonus.limit (UK Parliament: Written statement HCWS641...; Sixth paragraph: a bonus ...)'
    """
    return " | ".join(_one_in_words(name, day) for name in names)


def _one_in_words(name: str, day: date | None) -> str:
    if name not in current().names:
        return name
    places = dict.fromkeys(_cited(figure) for figure in figures_of(name, day))
    return f"{name} ({' / '.join(places) or 'no figure is held for this pay year'})"


def figures_of(name: str, day: date | None) -> list[Figure]:
    """Return the values of a figure in the pay year of a day, oldest first; without one, all."""
    first, last = pay_year_days(pay_year_of(day)) if day else (None, None)
    return [
        figure
        for figure in current().dated(name)
        if (last is None or figure.first_day <= last)
        and (first is None or figure.last_day is None or figure.last_day >= first)
    ]


def _cited(figure: Figure) -> str:
    source = current().source(figure.source)
    others = [current().source(code) for code in figure.also]
    also = "".join(f"; also {one.publisher}: {one.title}" for one in others)
    return f"{source.publisher}: {source.title}; {figure.section.rstrip('.')}{also}"
