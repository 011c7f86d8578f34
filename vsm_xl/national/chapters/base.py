"""What the chapters of the national report share: the data of one year, and ways to put it in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vsm_xl.national.suppression import HIDDEN
from vsm_xl.text_fields import number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsm_xl.national.store import Store


@dataclass(frozen=True, slots=True)
class Chapters:
    """The data that the chapters are worked out from.

    Attributes:
        store: The collation.
        year: The pay year, such as ``2025/26``.
        least: The smallest group that is shown.
        known: What was worked out for one chapter and is asked for by another.
    """

    store: Store
    year: str
    least: int
    known: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def rows(self, query: str, **further: object) -> list[dict[str, Any]]:
        """Return the rows of a query as records; ``$year`` is the pay year."""
        return self.store.rows(query, {"year": self.year} | further)

    def at_least(
        self, number: int, one: str, many: str, beside: Sequence[dict[str, Any]] = ()
    ) -> str:
        """Returns a number of posts in words; a small one is not stated.

        Args:
            number: how many.
            one: the noun for one of them.
            many: the noun for several.
            beside: the rows of a table that shows the number, too; with none of them hidden it is stated.
        """
        stated = beside and not any(HIDDEN in row.values() for row in beside)
        if 0 < number < self.least and not stated:
            return f"fewer than {self.least} {many}"
        return number_of(number, one, many)

    def share(self, number: int, posts: int, beside: Sequence[dict[str, Any]] = ()) -> str:
        """Returns a number of posts out of all in words; a small one is not stated.

        Args:
            number: how many.
            posts: of how many.
            beside: as for :meth:`at_least`.
        """
        if not number:
            return "no posts"
        words = self.at_least(number, "post", "posts", beside)
        if posts < self.least:
            return words
        return f"{words.removesuffix(' posts').removesuffix(' post')} of {posts:,} posts"


def known_total(column: str, of: str = "true") -> str:
    """Return the SQL of a total of some rows, which is blank where a part of it is not known."""
    unknown = f"count(*) FILTER ({of} AND {column} IS NULL)"
    return f"CASE WHEN {unknown} = 0 THEN coalesce(sum({column}) FILTER ({of}), 0) END"


def sentence(words: str) -> str:
    """Returns words with a capital at the beginning.

    >>> sentence("fewer than 5 posts.")
    'Fewer than 5 posts.'
    """
    return words[0].upper() + words[1:]


def one_or_more(words: str, one: str, more: str) -> str:
    """Return the form of a verb that goes with a number in words.

    >>> one_or_more("1 post", "was", "were"), one_or_more("12 posts", "was", "were")
    ('was', 'were')
    """
    return one if words.startswith("1 ") else more


def named(value: str, words: str, missing: str) -> str:
    """Return the name of a group; a number stands in the words given, a blank has its own."""
    if not value:
        return sentence(missing)
    return words.format(value) if value.isdigit() else value


def organisations(count: int) -> str:
    """Returns a number of organisations in words."""
    return number_of(count, "organisation")
