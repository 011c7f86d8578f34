"""Computes the formulas of the template without an engine: each from the values that it refers to.

Nothing is computed that a rule was not written for (:mod:`vsm_xl.recalc.worksheet_functions`); then the
engine is asked.  The formulas are those of the package, never those of a file.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from itertools import repeat
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from vsm_xl.ooxml.references import MAX_ROW, column_letters
from vsm_xl.recalc.formula_source import NOTHING_WRITTEN, written_run
from vsm_xl.recalc.value_columns import ValueColumns
from vsm_xl.recalc.worksheet_values import Fault, Unsure, finite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from vsm_xl.recalc.formula_source import Read, Written


class FormulaRun(NamedTuple):
    """Formulas below each other that differ only in the rows that move with them.

    Attributes:
        sheet: the title of their sheet.
        column, row: where the first stands.
        height: how many there are.
        pieces: the first, without its equals sign; every second piece is the number of a row that moves.
    """

    sheet: str
    column: int
    row: int
    height: int
    pieces: Sequence[str]

    def formula(self) -> str:
        """Return the first formula; a row that moves begins with 0."""
        pieces = list(self.pieces)
        pieces[1::2] = (f"0{row}" for row in pieces[1::2])
        return "".join(pieces)


class _Step(NamedTuple):
    """A run, ready to be computed.

    Attributes:
        run: the formulas.
        name: what stands for their column; empty where none reads it.
        compute: computes one, told its row and the rows that it refers to.
        cells: row and reference of each, and the rows that it refers to.
        reads: the cells and ranges that they depend on.
    """

    run: FormulaRun
    name: str
    compute: Callable[[int, tuple[int, ...]], Any]
    cells: list[tuple[int, str, tuple[int, ...]]]
    reads: tuple[Read, ...]

    def area(self, one: Read) -> tuple[int, int]:
        """Return the first row that all of them read, and the one after the last."""
        return one.area(self.cells[0][2])[0], one.area(self.cells[-1][2])[1]

    def direction(self) -> int:
        """Return 1 where those that read others of the run read those above alone, -1 below, 0 both."""
        first, end = self.run.row, self.run.row + self.run.height
        own = [
            [(row, *one.area(rows)) for row, _, rows in self.cells]
            for one in self.reads
            if self.name in one.columns and self.area(one)[0] < end and first < self.area(one)[1]
        ]
        if all(after <= row for each in own for row, _, after in each):
            return 1
        return -1 if all(top > row for each in own for row, top, _ in each) else 0


class Computation:
    """The formulas of one workbook, ready to be computed on the values of many.

    Args:
        runs: the formulas.
        names: the cells of each defined name.
        columns: title and number of the columns of formulas that were written beforehand.
        written: these, by sheet and shape.

    Raises:
        Unsure: something in a formula is not known here, or one depends on itself.
    """

    def __init__(
        self,
        runs: Iterable[FormulaRun],
        names: Mapping[str, str],
        columns: Iterable[tuple[str, int]] = (),
        written: Mapping[tuple[str, str], Written] = NOTHING_WRITTEN,
    ) -> None:
        # What is entered stands in one place, for one workbook at a time.
        self._alone = Lock()
        self._held = held = ValueColumns(columns)
        lower = {name.lower(): cells for name, cells in names.items()}
        known = dict(written)
        found = [
            (run, *written_run(run.formula(), run.sheet, lower, held.column, known)) for run in runs
        ]
        compiled = held.compiled(first.source for _, first, _ in found)
        steps = []
        for run, first, moves in found:
            name, letters = held.name(run.sheet, run.column), column_letters(run.column)
            own = range(run.row, run.row + run.height)
            rows = _rows(run.height, first.rows, moves)
            cells = [*zip(own, [f"{letters}{row}" for row in own], rows, strict=True)]
            steps.append(_Step(run, name, compiled[first.source], cells, first.reads))
            for one in first.reads:
                for read_one in one.columns:
                    held.reaching(read_one, steps[-1].area(one)[1])
        self._steps = _in_order(steps)

    def compute(
        self, held: Mapping[str, Iterable[tuple[int, int, Any]]]
    ) -> dict[str, dict[str, Any]] | None:
        """Compute every formula from the values of one workbook; nothing of it is kept for the next.

        Args:
            held: row, column and value of each cell without a formula, by sheet; an empty text is "".

        Returns:
            What each gives, by sheet and reference; None where one is not certain here.
        """
        with self._alone:
            try:
                for sheet, values in held.items():
                    for row, column, value in values:
                        cells = self._held.named.get(self._held.name(sheet, column), _NOT_READ)
                        if row < len(cells):
                            cells[row] = value
                return self._computed()
            except Unsure:
                return None
            finally:
                self._held.clear()

    def _computed(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = defaultdict(dict)
        for run, name, compute, cells, _ in self._steps:
            column, results = self._held.named.get(name, _NOT_READ), found[run.sheet]
            end = len(column)
            for row, ref, rows in cells:
                try:
                    value = finite(compute(row, rows))
                except Fault as error:
                    value = error.args[0]
                except MemoryError:
                    raise
                except Exception as unknown:  # whatever no rule was written for
                    raise Unsure from unknown
                results[ref] = value
                if row < end:
                    column[row] = value
        return found


def _in_order(given: Sequence[_Step]) -> list[_Step]:
    """Return formulas after those that they depend on.

    Raises:
        Unsure: one depends on itself.
    """
    # The runs of a column from above, as first row, row after the last, and number.
    runs: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, step in enumerate(given):
        runs[step.name].append((step.run.row, step.run.row + step.run.height, number))
    for each in runs.values():
        each.sort()
    steps: list[_Step] = []
    before: dict[Any, Iterable[Any]] = {}
    for number, step in enumerate(given):
        way = step.direction()
        steps.append(step._replace(cells=step.cells[::-1]) if way < 0 else step)
        before[number] = areas = []
        for one in step.reads:
            first, after = step.area(one)
            own = number if way and step.name in one.columns else None
            area = one.columns, first, after, own
            areas.append(area)
            if area not in before:
                before[area] = {
                    found
                    for name in one.columns
                    if (below := runs.get(name))
                    for _, end, found in below[
                        max(0, bisect_right(below, (first, MAX_ROW + 1)) - 1) : bisect_left(
                            below, (after,)
                        )
                    ]
                    if first < end and found != own
                }
    try:
        order = [*TopologicalSorter(before).static_order()]
    except CycleError as circle:
        raise Unsure from circle
    return [steps[number] for number in order if isinstance(number, int)]


_NOT_READ: list[Any] = []


def _rows(height: int, first: Sequence[int], moves: Sequence[bool]) -> Iterable[tuple[int, ...]]:
    """Return the rows that each formula of a run refers to."""
    if not first:
        return repeat((), height)
    each = zip(first, moves, strict=True)
    return zip(
        *(range(row, row + height) if down else repeat(row, height) for row, down in each),
        strict=True,
    )
