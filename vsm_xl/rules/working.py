"""What a rule hands back: outcomes for every row, and the working of one row in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from vsm_xl import money
from vsm_xl.framework import edition

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from vsm_xl.framework.records import Figure


class Outcome(NamedTuple):
    """The answer of a rule: a value and the number of a reason, for one row or for each.

    Where the reason means an error, the value of that row has no meaning.
    """

    value: Any
    reason: Any


class Step(NamedTuple):
    """One step: what, its value in words, and its source.

    ``form`` states what stands in place of the value where the answer is not determined.
    """

    what: str
    value: str
    source: str
    form: str = "words"


class Working:
    """How one row's answer arose: facts for its sentence, and steps in order.

    A source is a citation, or empty for what was given with the call.
    """

    def __init__(self, facts: Mapping[str, str] | None = None) -> None:
        self.facts: dict[str, str] = dict(facts or {})
        self.steps: list[Step] = []
        self.local_policy: list[str] = []

    def step(self, what: str, value: str, source: str = "") -> None:
        """Add a step in words: a label, a day, a percentage."""
        self.steps.append(Step(what, value, source))

    def amount(self, what: str, pence: int, source: str = "") -> None:
        """Add an amount of money that was given with the call or looked up."""
        self.steps.append(Step(what, money.in_words(pence), source, "amount"))

    def answer(self, what: str, value: str, source: str = "") -> None:
        """Add what was worked out on the way to the answer, or the answer itself."""
        self.steps.append(Step(what, value, source, "answer"))

    def shown(self) -> list[tuple[str, str, str]]:
        """Return the steps of an answer that is determined: what, value, source."""
        return [step[:3] for step in self.steps]

    def undetermined(self, code: str) -> list[tuple[str, str, str]]:
        """Return the steps of an answer that is an error: no amount stands in any of them."""
        unknown = f"not determined: {code}"

        def shown(step: Step) -> str:
            if step.form == "amount":
                return "as cited" if step.source else "as given"
            return unknown if step.form == "answer" else step.value

        steps = [(step.what, shown(step), step.source) for step in self.steps]
        if any(step.form == "answer" for step in self.steps):
            return steps
        return [*steps, ("Answer", unknown, "")]

    def local(self, what: str) -> None:
        """Add a step that a local policy decided, and state so."""
        self.local_policy.append(what)
        self.step(what, "local policy", "local policy of the organisation")


def figure_on(name: str, day: date) -> Figure | None:
    """Find a figure of the current edition that has a value on a day."""
    found = edition.current().figure(name, day)
    return None if found is None or found.pending else found


def cite(figure: Figure | None) -> str:
    """Cite a figure in one line, or nothing where there is none."""
    return edition.current().citation(figure) if figure is not None else ""
