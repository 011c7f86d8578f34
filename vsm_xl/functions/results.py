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
    """One form of result: ``one`` writes a single answer, ``many`` those of a column.

    Args:
        one: gives the cell for a plain answer.
        array: gives the list of cells for a numpy column, where that is quicker.
    """

    def __init__(
        self,
        one: Callable[[Any], Any],
        array: Callable[[Any], list[Any]] | None = None,
    ) -> None:
        self.one = one
        self._array = array

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
            if self._array is not None:
                return self._array(answers)
            return list(map(self.one, answers.tolist()))
        return [self.one(answers)] * rows


def _pounds(answer: Any) -> Any:
    if answer.__class__ is tuple:
        return ["" if part is None else part / 100 for part in answer]
    return answer / 100


def _pounds_array(pence: Any) -> list[Any]:
    return money.to_pounds(pence).tolist()  # type: ignore[no-any-return]


def _plain(answer: Any) -> Any:
    return float(answer) if answer.__class__ is int else answer


def _numbers(answers: Any) -> list[Any]:
    return answers.astype(np.float64).tolist()  # type: ignore[no-any-return]


#: Pence as pounds; a tuple of pence as a row of pounds.
POUNDS = Result(_pounds, _pounds_array)
#: Numbers, texts and truths as they are; every number as a float.
AS_IT_IS = Result(_plain, _numbers)
#: Rows of cells as they are.
TABLE = Result(lambda rows: rows)
#: 0 and 1 as FALSE and TRUE.
TRUTH = Result(bool)


def label(words: tuple[str, ...]) -> Result:
    """Give the form of an answer that is the number of one of a few words."""
    return Result(words.__getitem__)
