"""How the answer of a rule is written into cells.

A rule answers with pence, numbers of table rows, ratios or labels; a cell holds a float, a
text, a truth or an error.  One :class:`Result` per form does this for one row and for many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from vsm_xl import money
from vsm_xl.columns import Coded

if TYPE_CHECKING:
    from collections.abc import Callable


class Result:
    """One form of result.

    Args:
        one: gives the cell for a plain answer.
        numeric: gives the numpy column of cell values for a numpy column of answers; left
            out where the cells are words.
    """

    def __init__(
        self, one: Callable[[Any], Any], numeric: Callable[[Any], Any] | None = None
    ) -> None:
        self.one = one
        self._numeric = numeric

    def many(self, answers: Any, rows: int) -> list[Any]:
        """Give the cells of a column of answers (or of one answer that holds for each row)."""
        if answers.__class__ is tuple:
            # A row of several parts: each part is a column, or the same for every row.
            parts = [self.many(part, rows) for part in answers]
            return [list(row) for row in zip(*parts, strict=True)]
        if isinstance(answers, Coded):
            written = list(map(self.one, answers.items))
            return list(map(written.__getitem__, answers.codes.tolist()))
        if isinstance(answers, np.ndarray):
            if self._numeric is not None:
                return self._numeric(answers).tolist()  # type: ignore[no-any-return]
            written = list(map(self.one, range(int(answers.max()) + 1)))
            return list(map(written.__getitem__, answers.tolist()))
        return [self.one(answers)] * rows

    def array(self, answers: Any, rows: int) -> tuple[Any, tuple[Any, ...] | None]:
        """Give a column of answers as a numpy array, and the words that its numbers stand for."""
        if isinstance(answers, np.ndarray) and self._numeric is not None:
            return self._numeric(answers), None
        if isinstance(answers, np.ndarray):
            return answers, tuple(map(self.one, range(int(answers.max()) + 1)))
        if isinstance(answers, Coded):
            return self._coded(answers)
        if answers.__class__ is tuple:
            return np.array(self.many(answers, rows)), None
        return self._coded(Coded([answers], np.zeros(rows, dtype=np.int8)))

    def _coded(self, answers: Coded) -> tuple[Any, tuple[Any, ...] | None]:
        written = tuple(map(self.one, answers.items))
        if all(cell.__class__ is float for cell in written):
            return np.array(written)[answers.codes], None
        return answers.codes, written


def _pounds(answer: Any) -> Any:
    if answer.__class__ is tuple:
        return ["" if part is None else money.to_pounds(part) for part in answer]
    return money.to_pounds(answer)


def _plain(answer: Any) -> Any:
    return float(answer) if answer.__class__ is int else answer


def _as_floats(answers: Any) -> Any:
    return answers.astype(np.float64)


def _as_truths(answers: Any) -> Any:
    return answers.astype(bool)


#: Pence as pounds; a tuple of pence as a row of pounds.
POUNDS = Result(_pounds, money.to_pounds)
#: Numbers, texts and truths as they are; every number as a float.
AS_IT_IS = Result(_plain, _as_floats)
#: Rows of cells as they are.
TABLE = Result(lambda rows: rows)
#: 0 and 1 as FALSE and TRUE.
TRUTH = Result(bool, _as_truths)


def label(words: tuple[str, ...]) -> Result:
    """Give the form of an answer that is the number of one of a few words."""
    return Result(words.__getitem__)
