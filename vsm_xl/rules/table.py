"""The decision table: facts with their possible values, rows in order, the first match wins.

A table is written so that an HR analyst can hold it beside the framework's text.  On loading
it is worked out once for every combination of its facts; deciding one case and deciding a
million are then the same look-up, and completeness is seen at once: a combination that no
row matches is refused before anybody can meet it.
"""

from __future__ import annotations

from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

from vsm_xl.columns import is_array, np
from vsm_xl.errors import reason
from vsm_xl.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vsm_xl.errors import Reason


class DecisionRow(Frozen):
    """One row: for these values of the facts, this outcome, for this reason.

    A fact that is not named may have any value.  ``reason`` is ``None`` where the reason is
    carried over from an earlier decision.  ``cites`` names figures of the data edition or
    sections of the framework.
    """

    when: Mapping[str, str | tuple[str, ...]]
    outcome: str
    reason: Reason | None
    cites: tuple[str, ...] = ()

    def matches(self, case: Mapping[str, str]) -> bool:
        """Return whether the row speaks of this case."""
        for fact, allowed in self.when.items():
            if case[fact] not in ((allowed,) if isinstance(allowed, str) else allowed):
                return False
        return True


def table_row(
    when: Mapping[str, str | tuple[str, ...]],
    outcome: str,
    code: str,
    sentence: str,
    remedy: str,
    cites: tuple[str, ...] = (),
) -> DecisionRow:
    """Return a row with a reason of its own; an outcome such as ``#N/A`` is its error, too.

    Args:
        when: the values of the facts.
        outcome: what is decided.
        code: of the reason.
        sentence: what and why.
        remedy: what to do.
        cites: figures or sections that the row rests on.
    """
    error = outcome if outcome.startswith("#") else None
    return DecisionRow(when, outcome, reason(code, sentence, remedy, error=error), cites)


class DecisionTable(Frozen):
    """An ordered decision table over facts that each have a few possible values.

    Args:
        name: what is decided, as a heading.
        facts: for each fact its possible values; a case gives each by its number.
        rows: in order; the first that matches decides.

    Raises:
        ValueError: a row names an unknown fact or value, a combination has no row, or a row
            can never be reached.

    >>> from vsm_xl.errors import NONE
    >>> light = DecisionTable("May I cross?", {"light": ("red", "green")}, (
    ...     DecisionRow({"light": "red"}, "no", NONE), DecisionRow({}, "yes", NONE)))
    >>> light.rows[light.decide(1)].outcome
    'yes'
    """

    name: str
    facts: Mapping[str, tuple[str, ...]]
    rows: tuple[DecisionRow, ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            self._check_words(row)
        unreached = set(range(len(self.rows))) - set(self._cases)
        if unreached:
            raise ValueError(f"{self.name}: rows {sorted(unreached)} can never be reached")

    @cached_property
    def _cases(self) -> tuple[int, ...]:
        return tuple(number for _, number in self.walk())

    @cached_property
    def _sizes(self) -> tuple[int, ...]:
        return tuple(len(values) for values in self.facts.values())

    def _check_words(self, row: DecisionRow) -> None:
        for fact, allowed in row.when.items():
            values = (allowed,) if isinstance(allowed, str) else allowed
            if fact not in self.facts or not set(values) <= set(self.facts[fact]):
                raise ValueError(f"{self.name}: no fact {fact!r} with the values {values}")

    def walk(self) -> Iterator[tuple[dict[str, str], int]]:
        """Return every combination of the facts with the number of the row that decides it."""
        for values in product(*self.facts.values()):
            case = dict(zip(self.facts, values, strict=True))
            for number, row in enumerate(self.rows):
                if row.matches(case):
                    yield case, number
                    break
            else:
                raise ValueError(f"{self.name}: no row for {case}")

    def decide(self, *facts: Any) -> Any:
        """Return the number of the deciding row.

        Args:
            facts: for each fact, in order, the number of its value: one integer, or a column.
        """
        case: Any = 0
        for value, size in zip(facts, self._sizes, strict=True):
            # A column of narrow integers would overflow.
            narrow = value.__class__ is not int and is_array(value)
            case = case * size + (value.astype(np.int16) if narrow else value)
        if case.__class__ is int:
            return self._cases[case]
        return np.array(self._cases, dtype=np.int8)[case]

    def per_row(self, values: tuple[int, ...], decided: Any) -> Any:
        """Return for each deciding row its entry of ``values`` (as of :attr:`reasons`)."""
        if decided.__class__ is int:
            return values[decided]
        return np.array(values, dtype=np.int16)[decided]

    @cached_property
    def reasons(self) -> tuple[int, ...]:
        """The reason number of each row (0 where it is carried over)."""
        return tuple(row.reason.number if row.reason else 0 for row in self.rows)
