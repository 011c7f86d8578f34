"""Which segments have their award withheld, as a figure of an edition writes it.

The text lists alternatives, separated by semicolons.  Each is a segment, or a segment with the
capability ratings for which alone the award is withheld there: ``5; 4 with Red or Amber-red``.
``any with Red`` holds for every segment, and ``none`` withholds no award.
A figure of unit ``segment`` (a plain number) is the simplest case.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from vsm_xl.frozen import Frozen

_ALTERNATIVE: Final = re.compile(
    r"\s*([1-9]|any)(?:\s+with\s+(\S.*?))?\s*", re.IGNORECASE | re.DOTALL
)
_OR: Final = re.compile(r"\s+or\s+|\s*,\s*", re.IGNORECASE)
#: Stands for any segment.
_ANY: Final = 0
_RATING: Final = re.compile(r"[A-Za-z][A-Za-z /-]{0,39}")


class Criteria(Frozen):
    """The segments whose award is withheld.

    Attributes:
        always: segments withheld whatever the capability rating.
        rated: further segments, each with the ratings for which it is withheld, as compared; 0
            stands for any segment.
        text: the criteria as people read them.
    """

    always: tuple[int, ...]
    rated: tuple[tuple[int, tuple[str, ...]], ...] = ()
    text: str = ""

    def withheld(self, segment: int, capability: str | None) -> bool | None:
        """Return whether the award of a segment is withheld; None where a rating is needed.

        >>> rules = read_criteria("5; 4 with Red or Amber-red")
        >>> rules.withheld(5, None), rules.withheld(4, "amber/red"), rules.withheld(4, None)
        (True, True, None)
        >>> rules.withheld(4, "Green"), rules.withheld(3, None)
        (False, False)
        >>> read_criteria("5; any with Red").withheld(1, "red"), read_criteria("none").withheld(5, None)
        (True, False)
        """
        if segment in self.always:
            return True
        rated = [words for held, words in self.rated if held in (segment, _ANY)]
        if rated and capability is None:
            return None
        return any(rating_key(str(capability)) in words for words in rated)

    @property
    def where(self) -> str:
        """Where the award is withheld, as part of a sentence.

        >>> read_criteria("5").where, read_criteria("none").where
        ('only in segment 5', 'in no segment')
        """
        return f"only in segment {self.text}" if self.always or self.rated else "in no segment"


def rating_key(text: str) -> str:
    """Return a capability rating in the form in which ratings are compared.

    >>> rating_key(" Amber / Red"), rating_key("amber-red")
    ('amber-red', 'amber-red')
    """
    return re.sub(r"[\s/-]+", "-", text.strip()).casefold()


def read_criteria(value: object) -> Criteria:
    """Read the value of ``award.withheld_segments``.

    Args:
        value: a number (one segment), or a text of alternatives.

    Raises:
        ValueError: the text is not written so; the words state what is expected.

    >>> read_criteria("5").always, read_criteria("5; 4 with Red").rated
    ((5,), ((4, ('red',)),))
    """
    if isinstance(value, Decimal):
        value = str(int(value))
    if " ".join(str(value).split()).casefold() == "none":
        return Criteria((), (), "none")
    always: list[int] = []
    rated: list[tuple[int, tuple[str, ...]]] = []
    for part in str(value).split(";"):
        found = _ALTERNATIVE.fullmatch(part)
        if found is None:
            raise ValueError(
                f"{part.strip()!r} is not a segment; write segments separated by semicolons, each "
                'alone or with its capability ratings, such as "5; 4 with Red or Amber-red" (any for '
                "every segment), or none"
            )
        segment = int(found[1]) if found[1].isdigit() else _ANY
        if segment == _ANY and found[2] is None:
            raise ValueError("any stands with capability ratings, such as any with Red")
        if segment in always or segment in dict(rated):
            raise ValueError(f"segment {found[1]} appears twice; name it once")
        if found[2] is None:
            always.append(segment)
            continue
        ratings = _OR.split(found[2])
        if not all(map(_RATING.fullmatch, ratings)):
            raise ValueError(
                f"{found[2]!r} is not a list of ratings; write such as Red or Amber-red"
            )
        rated.append((segment, tuple(map(rating_key, ratings))))
    return Criteria(tuple(always), tuple(rated), " ".join(str(value).split()))
