"""Where the values of the workbook come from: formulas followed to the cells that they read."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from vsm_xl.ooxml.formulas import calls

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.description import Content, Line, Table
    from vsm_xl.annual_return.template.layout import Layout

_OWN: Final = "VSM_"
_REFERENCE: Final = re.compile(
    r"\[(?:(?P<table>\w+)\.)?(?P<key>\w+)(?:[+-]\d+)?(?::(?P<to>\w+))?(?::all)?\]"
    r"|\[(?P<lines>\w+)@(?P<line>\w+)\]"
)
_STRING: Final = re.compile(r'"[^"]*"')
_NAME: Final = re.compile(r"\bvsm_\w+")
#: A function that is asked about another, such as VSM_WHY("VSM_AWARD", …).
_ABOUT: Final = re.compile(r'\("(VSM_\w+)"')
_TOTAL: Final = re.compile(r"=ROUND\(SUM\((\[[^\]]+:all\])\)\*100,0\)/100")
_ONE: Final = r"\[[^\]:]+\]|vsm_\w+"
#: Formulas that show another value as it is; an empty cell stays empty.
_REPEATS: Final = (
    re.compile(rf"=({_ONE})"),
    re.compile(rf'=IF\(({_ONE})="","",\1\)'),
    re.compile(rf'=IF\((?:{_ONE})="","",(?:N\()?INDEX\((\[[^\]]+:all\]),(?:{_ONE})\)(?:&""|\))?\)'),
)
#: Conditions that only leave a cell empty, and the row that INDEX looks in, give no figure.
_GUARD: Final = re.compile(rf'IF\((?:{_ONE})="","[^"]*",')
_INDEX: Final = re.compile(rf"INDEX\((\[[^\]]+:all\]),(?:{_ONE})\)")


class Spot(NamedTuple):
    """A value of the workbook: a column or line of a table, in one row or in all of them."""

    table: str
    key: str
    row: int | None = None


class Origins:
    """Follows the formulas of a layout.

    >>> from vsm_xl.annual_return.template.template import template_layout
    >>> origins = Origins(template_layout())
    >>> origins.repeated("=[decisions.award]", Spot("returned", "award"))
    Spot(table='decisions', key='award', row=None)
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout

    def table(self, spot: Spot) -> Table:
        """Return the table in which a value stands."""
        return self.layout.places[spot.table].table

    def sheet(self, spot: Spot) -> str:
        """Return the title of the sheet on which a value stands."""
        return self.layout.places[spot.table].sheet.title

    def formulas(self, spot: Spot) -> list[str]:
        """Return the formulas of a value; rows that share one count once."""
        table = self.table(spot)
        if line := line_of(table, spot.key):
            return [line.formula] if line.formula else []
        if spot.key not in {column.key for column in table.columns}:
            return []
        usual = table.columns[table.index(spot.key)].formula
        if isinstance(table.rows, int):
            return [usual] if usual else []
        rows = table.rows if spot.row is None else table.rows[spot.row : spot.row + 1]
        texts = [_formula(row.get(spot.key, usual)) for row in rows]
        return [text for text in dict.fromkeys(texts) if text]

    def read(self, formula: str, here: Spot) -> list[Spot]:
        """Return what a formula of ``here`` takes its result from, each once, in its order."""
        formula = _INDEX.sub(r"\1", _GUARD.sub("IF(", formula))
        found: list[Spot] = []
        for match in _REFERENCE.finditer(formula):
            if match["lines"]:
                found.append(Spot(match["lines"], match["line"]))
                continue
            table = match["table"] or here.table
            row = None if match["table"] else here.row
            to = match["to"] if match["to"] != "all" else None
            found += [Spot(table, key, row) for key in (match["key"], to) if key]
        for name in _NAME.findall(_STRING.sub("", formula)):
            found += self._names.get(name, ())
        return [spot for spot in dict.fromkeys(found) if spot.table in self.layout.places]

    def repeated(self, formula: str, here: Spot) -> Spot | None:
        """Return the value that a formula merely shows again; None if it works something out."""
        for pattern in _REPEATS:
            if match := pattern.fullmatch(formula):
                found = self.read(match[1], here)
                return found[0] if len(found) == 1 and found[0] != here else None
        return None

    def added_up(self, formula: str, here: Spot) -> Spot | None:
        """Return the column whose sum a formula is; None if it is no sum."""
        match = _TOTAL.fullmatch(formula)
        return self.read(match[1], here)[0] if match else None

    @cached_property
    def _names(self) -> dict[str, tuple[Spot, ...]]:
        found: dict[str, tuple[Spot, ...]] = {}
        for place in self.layout.places.values():
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
    """Name our functions in a formula, also those that VSM_WHY is asked about.

    >>> functions_in('=VSM_WHY("VSM_AWARD",[salary])')
    ['VSM_AWARD', 'VSM_WHY']
    """
    names = {name for name in calls(formula) if name.startswith(_OWN)}
    return sorted(names | set(_ABOUT.findall(formula)))


def line_of(table: Table, key: str) -> Line | None:
    """Find a line of a table of labelled values by its key."""
    return next((line for line in table.lines if line.key == key), None)


def _formula(content: Content) -> str:
    return content if isinstance(content, str) and content.startswith("=") else ""
