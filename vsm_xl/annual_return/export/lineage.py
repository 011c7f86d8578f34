"""On what an exported value rests: formulas followed to cells, functions, figures, documents."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from vsm_xl.annual_return.template.layout import REFERENCE
from vsm_xl.dates import pay_year_days, pay_year_of
from vsm_xl.framework.edition import current
from vsm_xl.functions.registry import FUNCTIONS
from vsm_xl.ooxml.formulas import calls

if TYPE_CHECKING:
    from datetime import date

    from vsm_xl.annual_return.template.description import Column, Content, Line, Table
    from vsm_xl.annual_return.template.layout import Layout
    from vsm_xl.framework.records import Figure

_OWN: Final = "VSM_"
_STRING: Final = re.compile(r'"[^"]*"')
_NAME: Final = re.compile(r"\bvsm_\w+")
#: A function that is asked about another, such as VSM_WHY("VSM_AWARD", …).
_ABOUT: Final = re.compile(r'\("(VSM_\w+)"')
_ONE: Final = r"\[[^\]:]+\]|vsm_\w+"
#: Conditions that only leave a cell empty, and the row that INDEX looks in, give no figure.
_GUARD: Final = re.compile(rf'IF\((?:{_ONE})="","[^"]*",')
_INDEX: Final = re.compile(rf"INDEX\((\[[^\]]+:all\]),(?:{_ONE})\)")
#: The table that shows each figure by VSM_RATE, and its column with the figure's name.
_FIGURES: Final = ("figures", "name")
#: Figures are named, not followed; checks look at nearly everything.
_NOT_FOLLOWED: Final = ("figures", "checks", "master")
#: What the organisation gives itself: it rests on no paragraph of the framework.
_OWN_TABLES: Final = {
    "vsm_ranges": "the pay ranges as entered (document and place: column source of ranges.csv)",
    "vsm_policy": "Local policy as entered (organisation.csv)",
}


class Spot(NamedTuple):
    """A value of the workbook: a column or line of a table, in one row or in all of them."""

    table: str
    key: str
    row: int | None = None


class Lineage:
    """Follows the formulas of a layout.

    >>> from vsm_xl.annual_return.template.template import template_layout
    >>> lineage = Lineage(template_layout())
    >>> lineage.source(Spot("returned", "award"), given=False)
    'Return: from Decisions, by VSM_AWARD'
    >>> lineage.rests_on(Spot("returned", "award"))[:2]
    ('award.percent', 'award.withheld_segments')
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def described(self, name: str) -> Line | Column:
        """Return the line or column of a table and key, such as ``people.post``."""
        spot = _spot(name)
        return _described(self._layout.places[spot.table].table, spot.key)

    def formulas(self, spot: Spot) -> list[str]:
        """Return the formulas of a value; rows that share one count once."""
        table = self._layout.places[spot.table].table
        usual = _described(table, spot.key).formula
        if table.lines or isinstance(table.rows, int):
            return [usual] if usual else []
        rows = table.rows if spot.row is None else table.rows[spot.row : spot.row + 1]
        texts = [_formula(row.get(spot.key, usual)) for row in rows]
        return [text for text in dict.fromkeys(texts) if text]

    def source(self, here: Spot, *, given: bool) -> str:
        """Return the sheet of a value, and whether it was entered or how it is worked out.

        Args:
            here: the value.
            given: whether it belongs to the template where it has no formula.
        """
        sheet, formulas = self._sheet(here), self.formulas(here)
        if not formulas:
            return f"{sheet}: part of the template" if given else f"{sheet}: entered"
        functions = sorted({name for formula in formulas for name in functions_in(formula)})
        if functions:
            return f"{sheet}: worked out by {', '.join(functions)}"
        behind = ", ".join(sorted(self._functions_behind(here, set())))
        return f"{sheet}: {self._taken(here)}{f', by {behind}' if behind else ''}"

    def rests_on(self, here: Spot) -> tuple[str, ...]:
        """Return the figures on which a value rests, and what the organisation gives itself.

        Those of the formula's own functions; where it has none with a figure, those of the values
        that it reads.
        """
        return tuple(self._resting(here, set()))

    def _sheet(self, spot: Spot) -> str:
        return self._layout.places[spot.table].sheet.title

    def _taken(self, here: Spot) -> str:
        """Return from where a formula without functions of ours takes its result, in words."""
        described = _described(self._layout.places[here.table].table, here.key)
        if total := getattr(described, "sum_of", ""):
            spot = _spot(total)
            return f"sum of the column {spot.key} of {self._sheet(spot)}"
        titles = dict.fromkeys(map(self._sheet, self._read(here)))
        others = [title for title in titles if title != self._sheet(here)]
        return f"from {', '.join(others)}" if others else "worked out"

    def _functions_behind(self, spot: Spot, seen: set[Spot]) -> set[str]:
        """Return the nearest functions on which a value rests."""
        if spot in seen or spot.table in _NOT_FOLLOWED:
            return set()
        seen.add(spot)
        found: set[str] = set()
        for formula in self.formulas(spot):
            if own := functions_in(formula):
                found.update(own)
            else:
                for other in self._read_by(formula, spot):
                    found |= self._functions_behind(other, seen)
        return found

    def _resting(self, spot: Spot, seen: set[Spot]) -> dict[str, None]:
        if spot in seen or spot.table in _NOT_FOLLOWED:
            return {}
        seen.add(spot)
        found: dict[str, None] = {}
        for formula in self.formulas(spot):
            read = self._read_by(formula, spot)
            direct = self._direct(formula, read)
            found |= direct
            if not direct or not functions_in(formula):
                for other in read:
                    found |= self._resting(other, seen)
        return found

    def _direct(self, formula: str, read: list[Spot]) -> dict[str, None]:
        given = [name for spot in read if (name := self._figure_at(spot))]
        cited = [
            name
            for function in functions_in(formula)
            if function in FUNCTIONS
            for name in FUNCTIONS[function].cites
            # A width that is given takes the place of the usual one: band.width.pension of
            # band.width.
            if not any(one.startswith(f"{name}.") for one in given)
        ]
        names = set(_NAME.findall(formula))
        own = [text for key, text in _OWN_TABLES.items() if key in names]
        return dict.fromkeys([*given, *cited, *own])

    def _figure_at(self, spot: Spot) -> str:
        table, key = _FIGURES
        rows = self._layout.places[spot.table].table.rows
        if spot.table != table or spot.row is None or isinstance(rows, int):
            return ""
        return str(rows[spot.row].get(key, ""))

    def _read(self, here: Spot) -> list[Spot]:
        found = [spot for text in self.formulas(here) for spot in self._read_by(text, here)]
        return list(dict.fromkeys(found))

    def _read_by(self, formula: str, here: Spot) -> list[Spot]:
        """Return what a formula of ``here`` takes its result from, each once, in its order."""
        described = _described(self._layout.places[here.table].table, here.key)
        if described.same_as:
            return [_spot(described.same_as)]
        formula = _INDEX.sub(r"\1", _GUARD.sub("IF(", formula))
        found: list[Spot] = []
        for match in REFERENCE.finditer(formula):
            if match["lines"]:
                found.append(Spot(match["lines"], match["line"]))
                continue
            table = match["table"] or here.table
            row = None if match["table"] else here.row
            to = match["to"] if match["to"] not in {"all", "end"} else None
            found += [Spot(table, key, row) for key in (match["key"], to) if key]
        for name in _NAME.findall(_STRING.sub("", formula)):
            found += self._names.get(name, ())
        return [spot for spot in dict.fromkeys(found) if spot.table in self._layout.places]

    @cached_property
    def _names(self) -> dict[str, tuple[Spot, ...]]:
        found: dict[str, tuple[Spot, ...]] = {}
        for place in self._layout.places.values():
            table = place.table
            for named in table.names:
                first, last = named.rows or (None, None)
                row = first if first is not None and first == last and first >= 0 else None
                if table.lines and row is not None:
                    found[named.name] = (Spot(table.key, table.lines[row].key),)
                else:
                    found[named.name] = (Spot(table.key, named.first, row),)
        return found


def functions_in(formula: str) -> list[str]:
    """Return the names of our functions in a formula, also those that VSM_WHY is asked about.

    >>> functions_in('=VSM_WHY("VSM_AWARD",[salary])')
    ['VSM_AWARD', 'VSM_WHY']
    """
    names = {name for name in calls(formula) if name.startswith(_OWN)}
    return sorted(names | set(_ABOUT.findall(formula)))


def in_words(names: tuple[str, ...], day: date | None) -> str:
    """Return the figures with document and place in it.

    Args:
        names: of :meth:`Lineage.rests_on`.
        day: a day of the pay year; None for the figures of every year.

    >>> from datetime import date
    >>> in_words(("bonus.limit",), date(2025, 4, 1))  # doctest: +ELLIPSIS
    'bonus.limit (UK Parliament: Written statement HCWS641, ...; Sixth paragraph: ...)'
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


def _spot(name: str) -> Spot:
    table, _, key = name.partition(".")
    return Spot(table, key)


def _described(table: Table, key: str) -> Line | Column:
    line = next((line for line in table.lines if line.key == key), None)
    return line or table.columns[table.index(key)]


def _formula(content: Content) -> str:
    return content if isinstance(content, str) and content.startswith("=") else ""
