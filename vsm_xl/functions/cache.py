"""Remembering whole answers, for calls whose every argument is a single cell."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.framework import edition
from vsm_xl.functions.cells import PLAIN

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST: Final = 4096
# A moment may carry a time zone of any making, which need not be fit to be compared.
_REMEMBERED: Final = PLAIN - {datetime}


class Memory:
    """The answers given so far by one pure function to single cells.

    >>> memory = Memory()
    >>> memory.answer((1, "a"), lambda: "one"), memory.answer((1, "a"), lambda: "not asked again")
    ('one', 'one')
    """

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}
        edition.when_changed(self._known.clear)

    def answer(self, given: tuple[Any, ...], work: Callable[[], Any]) -> Any:
        """Give the answer to a call: as before, or by working it out."""
        kinds = tuple(map(type, given))
        if not _REMEMBERED.issuperset(kinds):
            return work()
        # 1, 1.0 and TRUE are equal to Python, so the types belong to the question.
        question = given, kinds
        known = self._known.get(question)
        if known is None:
            known = work()
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[question] = known
        # The caller may change the rows of its answer.
        return [list(row) for row in known] if known.__class__ is list else known
