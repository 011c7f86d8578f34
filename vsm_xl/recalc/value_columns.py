"""The values that compiled formulas refer to, by column, and what the formulas call."""

from __future__ import annotations

from itertools import chain
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, TypeAlias

from vsm_xl.errors import XlError
from vsm_xl.functions import call
from vsm_xl.functions.argument_cells import read
from vsm_xl.ooxml.references import column_letters
from vsm_xl.recalc.embedded import to_cell, to_engine
from vsm_xl.recalc.formula_source import SCOPE
from vsm_xl.recalc.worksheet_values import Cells, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    #: Computes a formula, told its own row and the rows that it refers to.
    Compiled: TypeAlias = Callable[[int, tuple[int, ...]], Any]


class ValueColumns:
    """Columns of cells.

    Args:
        given: title and number of columns that functions compiled beforehand refer to, in order.

    Attributes:
        named: the values of each column by its name, from row 0.
        names: the name of each column by title and number.
        places: the sheet and the letters of each.
        blocks: ranges that were asked for, by names, first row, and the row after the last.
        tables: likewise, as our functions take them.
    """

    def __init__(self, given: Iterable[tuple[str, int]] = ()) -> None:
        self.named: dict[str, list[Any]] = {}
        self.places: dict[str, tuple[str, str]] = {}
        self.blocks: dict[tuple[str, int, int], Cells] = {}
        self.tables: dict[tuple[str, int, int], Any] = {}
        self.names: dict[tuple[str, int], str] = {}
        for title, number in given:
            self.column(title, number)

    def column(self, title: str, number: int) -> str:
        """Return the name of a column in a source; from then on there is one."""
        name = self.names.get((title, number))
        if name is None:
            name = self.names[title, number] = f"c{len(self.names)}"
            self.named[name] = []
            self.places[name] = title, column_letters(number)
        return name

    def name(self, title: str, number: int) -> str:
        """Return the name of a column; empty where no formula refers to it."""
        return self.names.get((title, number), "")

    def reaching(self, name: str, after: int) -> list[Any]:
        """Return the values of a column, made long enough to end before a row."""
        values = self.named[name]
        values += [None] * (after - len(values))
        return values

    def compiled(self, sources: Iterable[str | CodeType]) -> dict[str | CodeType, Compiled]:
        """Return what computes each source, told the formula's own row and the rows that it refers to."""
        scope: dict[str, Any] = {
            **SCOPE, **self.named, "b": self.block, "table": self.table,
            "own": _own, "kept": _kept, "iferror": _if_error, "one": _one,
        }  # fmt: skip
        each = list(dict.fromkeys(sources))
        texts = [one for one in each if isinstance(one, str)]
        # Nothing of a file is in it: the formulas are the package's own.  One look is quicker than many.
        made = eval(f"[{','.join(f'lambda r,p: {one}' for one in texts)}]", scope)  # noqa: S307
        return dict(zip(texts, made, strict=True)) | {
            one: FunctionType(one, scope) for one in each if isinstance(one, CodeType)
        }

    def block(self, names: str, top: int, end: int) -> Cells:
        """Return the cells of a range, from row ``top`` to before row ``end``."""
        key = (names, top, end)
        if (known := self.blocks.get(key)) is not None:
            return known
        if "," in names:
            columns = [self.named[name][top:end] for name in names.split(",")]
            cells = Cells.of_width(chain.from_iterable(zip(*columns, strict=True)), len(columns))
        else:
            cells = Cells(self.named[names][top:end])
        self.blocks[key] = cells
        return cells

    def table(self, names: str, top: int, end: int) -> Any:
        """Return a range as our functions take it, read once."""
        key = (names, top, end)
        if key not in self.tables:
            columns = (self.named[name][top:end] for name in names.split(","))
            self.tables[key] = read([list(row) for row in zip(*columns, strict=True)])
        return self.tables[key]

    def clear(self) -> None:
        """Forget every value."""
        self.blocks.clear()
        self.tables.clear()
        for values in self.named.values():
            values[:] = [None] * len(values)


def _one(value: Any) -> Any:
    """Return a cell as a range of one."""
    return value if type(value) is Cells else Cells([value])


def _own(name: str, *given: Any) -> Any:
    """Call one of our functions."""
    answer = to_engine(call(name, *given))
    if isinstance(answer, list):
        return Cells.of_width([to_cell(value) for row in answer for value in row], len(answer[0]))
    return to_cell(answer)


def _kept(compute: Callable[[], Any]) -> Any:
    """Return a value, an error too."""
    try:
        return compute()
    except Fault as found:
        return found.args[0]


def _if_error(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    try:
        value = first()
    except Fault:
        return second()
    return second() if type(value) is XlError else value
