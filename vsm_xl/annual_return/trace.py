"""Follows a number of a return back to what it rests on: formula, inputs, rule, figure, paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from vsm_xl import functions
from vsm_xl.annual_return.reading.identify import workbook_names
from vsm_xl.annual_return.template.field_types import ANY, DATE, FRACTION, MONEY, RATIO, RATIO_ONE
from vsm_xl.annual_return.template.layout import layout_cells, quoted
from vsm_xl.annual_return.trace_calls import is_share, worked_out
from vsm_xl.dates import day_in_words, moment_of, pay_year_days, pay_year_from_cell
from vsm_xl.errors import UnusableInput
from vsm_xl.framework import edition
from vsm_xl.functions.registry import FUNCTIONS
from vsm_xl.ooxml.formula_parts import calls_in, references, stands_for_cells
from vsm_xl.ooxml.formulas import UnreadableFormulaError, tokens
from vsm_xl.ooxml.references import parse_reference, reference
from vsm_xl.recalc.direct_answers import NO_ANSWER, CoreAnswers
from vsm_xl.rules import approval, award, bonus, eligibility, position, premium, segment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.annual_return.returns import Return
    from vsm_xl.annual_return.template.field_types import FieldType
    from vsm_xl.framework.records import Figure
    from vsm_xl.functions.explain import Explanation

#: The decision tables; a reason stands in one row of one of them.
TABLES: Final = (
    segment.TABLE, eligibility.TABLE, award.TABLE, position.TABLE, approval.TABLE, bonus.TABLE,
    premium.TABLE,
)  # fmt: skip
#: How many cells one trace shows, and how many of a range are named one by one.
_MOST_CELLS: Final = 120
_MOST_OF_RANGE: Final = 30
_MOST_TRACED: Final = 20


@dataclass(frozen=True)
class Decided:
    """The row of a decision table that decided."""

    table: str
    row: int
    when: str
    outcome: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """A call of one of our functions: what it answered and why."""

    call: str
    explanation: Explanation
    decided: Decided | None
    figures: tuple[Figure, ...]


@dataclass
class TracedCell:
    """A cell on the way: where, what it is called, its value, its formula, what the formula uses."""

    where: str
    label: str
    value: str
    formula: str = ""
    entered: bool = False
    uses: list[str] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    @property
    def said(self) -> str:
        """The cell in a line: where, what it is called, its value, and what it is."""
        label = f": {self.label}" if self.label else ""
        empty = self.value == shown(None)
        if self.entered:
            kind = " (an entry that is left empty)" if empty else " (entered)"
        elif self.formula:
            kind = ""
        else:
            kind = " (nothing stands here)" if empty else " (part of the template)"
        return f"{self.where}{label} = {self.value}{kind}"


@dataclass
class Trace:
    """A number and all that it rests on; the number first, each cell once."""

    start: str
    cells: list[TracedCell]
    left_out: list[str] = field(default_factory=list)

    @property
    def left_out_in_words(self) -> str:
        """Which cells on the way are not shown; empty where all are."""
        if not self.left_out:
            return ""
        return (
            f"{len(self.left_out)} further cells are not shown; trace them by themselves: "
            f"{', '.join(self.left_out)}."
        )

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the edition that any rule on the way used, each once."""
        found = {
            (figure.name, figure.first_day): figure
            for cell in self.cells
            for rule in cell.rules
            for figure in rule.figures
        }
        return tuple(found.values())


def trace(opened: Return, spot: str) -> list[Trace]:
    """Follow a cell, a range of cells or a defined name of a return.

    Args:
        opened: the return.
        spot: such as ``Return!B12``, ``Remuneration report!G9:G12``, the name of a table such as
            ``FairPay`` or a defined name such as ``vsm_total_award``.  Of several cells, the empty
            ones are left out.

    Raises:
        UnusableInput: there is no such cell.
    """
    reader = _Reader(opened)
    cells = reader.cells_at(spot)
    if len(cells) > _MOST_TRACED:
        raise UnusableInput(
            f"{spot} has {len(cells)} cells; trace at most {_MOST_TRACED} of them at a time."
        )
    return [reader.trace(sheet, ref) for sheet, ref in cells]


class _Reader:
    def __init__(self, opened: Return) -> None:
        self._computed = opened.recalculated
        self._names = {
            name.lower(): text for name, text in workbook_names(self._computed.source).items()
        }
        self._labels, self._kinds = _described(opened)
        self._inputs: set[tuple[str, str]] = set()
        #: The last row and column of each sheet.
        self._ends: dict[str, tuple[int, int]] = {}
        for sheet, cell in layout_cells(opened.layout):
            row, column = self._ends.get(sheet, (1, 1))
            self._ends[sheet] = (max(row, cell.row), max(column, cell.column))
            if cell.role in {"input", "record"}:
                self._inputs.add((sheet, cell.ref))
        self._tables = {
            place.table.name.lower(): f"{quoted(place.sheet.title)}!{place.ref}"
            for place in opened.layout.places.values()
        }
        self._answers = CoreAnswers(
            self._computed.value, {name: [text] for name, text in self._names.items()}
        )

    def cells_at(self, spot: str) -> list[tuple[str, str]]:
        text = spot.strip()
        title, mark, area = text.rpartition("!")
        if mark and not title.startswith("'"):
            # As people write it who have no formula before them.
            text = f"{quoted(title)}!{area}"
        name = text.lower()
        text = self._names.get(name) or self._tables.get(name, text)
        found = references("", text) if stands_for_cells(text) else []
        titles = {title.casefold(): title for title in self._computed.values}
        if not found or found[0][0].casefold() not in titles:
            raise UnusableInput(
                f"{spot!r} is not a cell of this return. Name sheet and cell, such as Return!B12 or "
                "'Pay cases'!B5, a table such as FairPay, or a defined name such as "
                f"vsm_total_award. The sheets are {', '.join(self._computed.values)}."
            )
        title, area_of = found[0]
        title = titles[title.casefold()]
        top, left, bottom, right = area_of
        filled = self._filled(title, area_of)
        if name in self._tables:
            # Headers, and the words that name a row, rest on nothing.
            filled = [one for one in filled if self._formula(*one)]
        several = (top, left) != (bottom, right)
        return filled if several and filled else [(title, reference(top, left))]

    def _filled(self, title: str, area: tuple[int, int, int, int]) -> list[tuple[str, str]]:
        """Return the cells of an area that hold something, however large the area is."""
        last = self._ends.get(title, (1, 1))
        top, left, bottom, right = area
        cells = _each(title, (top, left, min(bottom, last[0]), min(right, last[1])))
        return [one for one in cells if self._computed.value(*one) not in (None, "")]

    def trace(self, sheet: str, ref: str) -> Trace:
        found: dict[tuple[str, str], TracedCell] = {}
        waiting = [(sheet, ref)]
        left_out: dict[str, None] = {}
        while waiting:
            at = waiting.pop(0)
            if at in found:
                continue
            if len(found) >= _MOST_CELLS:
                left_out["!".join(at)] = None
                continue
            cell, used = self._cell(*at)
            found[at] = cell
            waiting += [one for one in used if one not in found]
        return Trace(f"{sheet}!{ref}", list(found.values()), list(left_out))

    def _cell(self, sheet: str, ref: str) -> tuple[TracedCell, list[tuple[str, str]]]:
        formula = self._formula(sheet, ref)
        cell = TracedCell(
            f"{sheet}!{ref}", self._labels.get((sheet, ref), ""), self._shown(sheet, ref), formula,
            (sheet, ref) in self._inputs,
        )  # fmt: skip
        followed: list[tuple[str, str]] = []
        for title, area, name in self._used(sheet, formula):
            size = (area[2] - area[0] + 1) * (area[3] - area[1] + 1)
            filled = self._filled(title, area)
            if area[1] != area[3]:
                # The first column of a block names what stands beside it.
                filled = [one for one in filled if parse_reference(one[1])[1] > area[1]]
            span = f"{title}!{_span(area)}" + (f" ({name})" if name else "")
            few = size == 1 or len(filled) <= _MOST_OF_RANGE
            if few:
                # What the template itself holds, such as the list of pay years, rests on nothing.
                followed += [one for one in filled if one in self._inputs or self._formula(*one)]
            use = f"{span}: {len(filled):,} of {size:,} cells filled"
            if not few:
                use += "; they are too many to follow here, trace them by themselves"
            if size == 1:
                use = f"{span} = {self._shown(title, reference(area[0], area[1]))}"
            if use not in cell.uses:
                cell.uses.append(use)
        if cell.value != shown(None):
            # An empty cell is one whose formula found nothing to do, and so called nothing.
            cell.rules += self._rules(sheet, formula)
        return cell, followed

    def _day(self) -> date:
        """Return the effective date of the return, or the edition's day while there is none."""
        said = self._answers.argument("", "vsm_date")
        if isinstance(said, float | int) and said >= 1:
            return moment_of(said).date()
        return said if isinstance(said, date) else edition.current().date

    def _formula(self, sheet: str, ref: str) -> str:
        return self._computed.formulas.get(sheet, {}).get(ref, "")

    def _shown(self, sheet: str, ref: str) -> str:
        return shown(self._computed.value(sheet, ref), self._kinds.get((sheet, ref), ANY))

    def _used(
        self, sheet: str, formula: str
    ) -> Iterator[tuple[str, tuple[int, int, int, int], str]]:
        """Return the cells that a formula names by reference or, with it, by a defined name."""
        yield from ((title, area, "") for title, area in references(sheet, formula))
        try:
            items = tokens(formula) if formula else []
        except UnreadableFormulaError:
            return
        for token in items:
            name = str(token.value)
            text = self._names.get(name.lower(), "")
            if text and stands_for_cells(text):
                yield from ((title, area, name) for title, area in references(sheet, text))

    def _rules(self, sheet: str, formula: str) -> Iterator[Rule]:
        if not formula:
            return
        for made in calls_in(formula):
            function = FUNCTIONS.get(made.name)
            if function is None or made.name in ("VSM_WHY", "VSM_EXPLAIN") or is_share(made):
                continue
            given = [worked_out(self._answers, sheet, text) for text in made.arguments]
            if any(one is NO_ANSWER for one in given):
                continue
            explained = functions.explanation(made.name, *given)
            decided = _decided(explained.reason)
            names = {*function.cites, *(decided.cites if decided else ())}
            if made.name in ("VSM_RATE", "VSM_SOURCE") and isinstance(given[0], str):
                names.add(given[0].strip().lower())
            day = _day_of(function.args, given, self._day())
            figures = tuple(_figures(sorted(names), day))
            yield Rule(f"{made.name}({', '.join(made.arguments)})", explained, decided, figures)


def _described(
    opened: Return,
) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], FieldType]]:
    """Return what each cell is called (its line, or its column and its row), and its kind."""
    labels: dict[tuple[str, str], str] = {}
    kinds: dict[tuple[str, str], FieldType] = {}
    computed = opened.recalculated
    for place in opened.layout.places.values():
        title, table = place.sheet.title, place.table
        for line in table.lines:
            labels[title, place.line_cell(line.key)] = line.label
            kinds[title, place.line_cell(line.key)] = line.kind
        for at in range(0 if table.lines else table.height):
            name = computed.value(title, place.cell(table.columns[0].key, at))
            if name in (None, ""):
                continue
            for column in table.columns:
                spot = title, place.cell(column.key, at)
                labels[spot] = f"{column.header}, {shown(name)}"
                kinds[spot] = column.kind
                if table.kinds and column.kind is ANY:
                    kinds[spot] = table.kinds[at]
    return labels, kinds


def _each(title: str, area: tuple[int, int, int, int]) -> Iterator[tuple[str, str]]:
    top, left, bottom, right = area
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield title, reference(row, column)


def _span(area: tuple[int, int, int, int]) -> str:
    top, left, bottom, right = area
    first, last = reference(top, left), reference(bottom, right)
    return first if first == last else f"{first}:{last}"


def shown(value: Any, kind: FieldType = ANY) -> str:
    """Return what a cell shows, as text; ``empty`` for an empty one.

    >>> shown(45748, DATE), shown(0.0325, FRACTION), shown(15112.5, MONEY), shown(None)
    ('1 April 2025', '3.25 %', '15,112.50', 'empty')
    """
    if value is None or value == "":
        return "empty"
    if isinstance(value, bool):
        return str(value).upper()
    return _number(value, kind) if isinstance(value, float | int) else str(value)


def _number(value: float, kind: FieldType) -> str:
    if kind is DATE and value >= 1:
        return day_in_words(moment_of(value).date())
    if kind is FRACTION:
        return f"{value * 100:.10g} %"
    if kind.number_format in (RATIO, RATIO_ONE) and round(value, 2) != value:
        return f"{value:,.2f} (unrounded {value:.10g})"
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.2f}" if kind is MONEY and round(value, 2) == value else f"{value:,}"


def _decided(code: str) -> Decided | None:
    for table in TABLES:
        for number, row in enumerate(table.rows, start=1):
            if row.reason is not None and row.reason.code == code:
                when = "; ".join(
                    f"{fact}: {allowed if isinstance(allowed, str) else ' or '.join(allowed)}"
                    for fact, allowed in row.when.items()
                )
                return Decided(table.name, number, when or "otherwise", row.outcome, row.cites)
    return None


def _day_of(args: Any, given: list[Any], otherwise: date) -> date:
    """Return the day on which a call looks its figures up."""
    for arg, value in zip(args, given, strict=False):
        try:
            if arg.name == "pay_year":
                return pay_year_days(pay_year_from_cell(value))[0]
            if arg.name in ("date", "effective_from") and isinstance(value, float | int):
                return moment_of(value).date()
        except (ValueError, TypeError, OverflowError):
            continue
    return otherwise


def _figures(names: list[str], day: date) -> Iterator[Figure]:
    current = edition.current()
    for name in names:
        if name in current.names and (figure := current.figure(name, day)) is not None:
            yield figure
