"""What a rule hands back: outcomes for every row, and the working of one row in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from vsm_xl.framework import edition

if TYPE_CHECKING:
    from datetime import date

    from vsm_xl.framework.records import Figure


class Outcome(NamedTuple):
    """The answer of a rule: a value and the number of a reason, for one row or for each.

    Where the reason means an error, the value of that row has no meaning.
    """

    value: Any
    reason: Any


@dataclass
class Working:
    """How one row's answer arose: facts for its sentence, and steps in order.

    Each step is (what, value, source); a source is a citation, or empty for what was given.
    """

    facts: dict[str, str] = field(default_factory=dict)
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    local_policy: list[str] = field(default_factory=list)

    def step(self, what: str, value: str, source: str = "") -> None:
        """Add a step."""
        self.steps.append((what, value, source))

    def local(self, what: str) -> None:
        """Add a step that a local policy decided, and say so."""
        self.local_policy.append(what)
        self.step(what, "local policy", "local policy of the organisation")


def figure_on(name: str, day: date) -> Figure | None:
    """Find a figure of the current edition that has a value on a day."""
    found = edition.current().figure(name, day)
    return None if found is None or found.pending else found


def cite(figure: Figure | None) -> str:
    """Cite a figure in one line, or nothing where there is none."""
    return edition.current().citation(figure) if figure is not None else ""
