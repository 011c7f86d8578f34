"""How the answer of a rule is written into cells.

A rule answers with pence, numbers of table rows, ratios or labels; a cell holds a float, a
text, a truth or an error.  One :class:`Result` per form does this for one row and for many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vsm_xl import money
from vsm_xl.columns import Coded, is_array, np

if TYPE_CHECKING:
    from collections.abc import Callable


class Result:
    """One form of result.

    Args:
        one: returns the cell for a plain answer.
        numeric: returns the numpy column of cell values for a numpy column of answers; left
            out where the cells are words.
        text: whether every answer is a text.
    """

    def __init__(
        self,
        one: Callable[[Any], Any],
        numeric: Callable[[Any], Any] | None = None,
        *,
        text: bool = False,
    ) -> None:
        self.one = one
        self.unknown = None if text else float("nan")
        self._numeric = numeric

    def many(self, answers: Any, rows: int) -> list[Any]:
        """Return the cells of a column of answers (or of one answer that holds for each row)."""
        if answers is None:
            return [None] * rows
        if answers.__class__ is tuple:
            # A row of several parts: each part is a column, or the same for every row.
            parts = [self.many(part, rows) for part in answers]
            return [list(row) for row in zip(*parts, strict=True)]
        if isinstance(answers, Coded):
            written = list(map(self.one, answers.items))
            return list(map(written.__getitem__, answers.codes.tolist()))
        if is_array(answers):
            if self._numeric is not None:
                return self._numeric(answers).tolist()  # type: ignore[no-any-return]
            written = list(map(self.one, range(int(answers.max()) + 1)))
            return list(map(written.__getitem__, answers.tolist()))
        return [self.one(answers)] * rows

    def array(self, answers: Any, ok: Any) -> Any:
        """Return a column of answers as a numpy array: NaN, or None for texts, where not ``ok``."""
        if answers is None or not ok.any():
            return np.full(len(ok), self.unknown)
        if is_array(answers) and self._numeric is not None:
            return _known(self._numeric(answers), ok)
        if is_array(answers):
            answers = Coded(range(int(answers.max()) + 1), answers)
        elif answers.__class__ is tuple:
            return _known(np.array(self.many(answers, len(ok)), dtype=np.float64), ok)
        elif not isinstance(answers, Coded):
            answers = Coded([answers], np.zeros(len(ok), dtype=np.int8))
        return self._looked_up(answers, ok)

    def _looked_up(self, answers: Coded, ok: Any) -> Any:
        written = list(map(self.one, answers.items))
        every = ok.all()
        codes = answers.codes if every else answers.codes[ok]
        wanted = {type(written[code]) for code in np.flatnonzero(np.bincount(codes)).tolist()}
        if wanted <= {float, bool} and len(wanted) == 1:
            plain = [cell if cell.__class__ in wanted else 0 for cell in written]
            return _known(np.array(plain, dtype=wanted.pop())[answers.codes], ok)
        if wanted == {list}:
            return _known(np.array([written[code] for code in answers.codes.tolist()]), ok)
        texts = np.empty(len(written) + 1, dtype=object)
        texts[:-1] = written
        return texts[answers.codes if every else np.where(ok, answers.codes, len(written))]


def _known(values: Any, ok: Any) -> Any:
    """Return numbers with NaN where they have no meaning; truths become 1 and 0 beside it."""
    if ok.all():
        return values
    values = values.astype(np.float64)
    values[~ok] = np.nan
    return values


def _pounds(answer: Any) -> Any:
    if answer.__class__ is tuple:
        return ["" if part is None else money.to_pounds(part) for part in answer]
    return money.to_pounds(answer)


def _plain(answer: Any) -> Any:
    return float(answer) if answer.__class__ is int else answer


#: Pence as pounds; a tuple of pence as a row of pounds.
POUNDS = Result(_pounds, money.to_pounds)
#: Numbers, texts and truths as they are; every number as a float.
AS_IT_IS = Result(_plain, lambda answers: answers.astype(np.float64))
#: Texts as they are.
TEXT = Result(_plain, text=True)
#: Rows of cells as they are.
TABLE = Result(lambda rows: rows)
#: 0 and 1 as FALSE and TRUE.
TRUTH = Result(bool, lambda answers: answers.astype(bool))


def label(words: tuple[str, ...]) -> Result:
    """Return the form of an answer that is the number of one of a few words."""
    return Result(words.__getitem__, text=True)
