"""Small groups: what is not shown, so that a figure of one person cannot be worked out.

A group smaller than the least number is not shown.  Where the total is shown too, one suppressed
group could be worked out by subtraction; so the next smallest group of the same total is not shown
either, until at least two are hidden and together they hold at least the least number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: What stands in place of a figure that is not shown.
HIDDEN: Final = "c"
#: What the mark means, as reports say it.
HIDDEN_MEANS: Final = "c: not shown, because the group is small or would reveal one that is"


def hidden_means(rows: Sequence[dict[str, Any]]) -> str:
    """Return what the mark means where it stands in one of the rows, otherwise nothing."""
    return HIDDEN_MEANS if any(HIDDEN in row.values() for row in rows) else ""


def hidden_groups(
    counts: Sequence[int], least: int, hidden_already: Iterable[int] = ()
) -> set[int]:
    """Return the places of the groups that are not shown beside their total.

    Args:
        counts: the number of posts of each group; an empty group reveals no one.
        least: the smallest number that is shown.
        hidden_already: places of groups that are not shown for another reason.

    >>> sorted(hidden_groups([12, 3, 40], 5))
    [0, 1]
    >>> sorted(hidden_groups([12, 30, 40], 5)), sorted(hidden_groups([3, 3, 40], 5))
    ([], [0, 1])
    """
    by_size = sorted((count, at) for at, count in enumerate(counts) if count > 0)
    hidden = {at for count, at in by_size if count < least or at in set(hidden_already)}
    if not hidden:
        return hidden
    for _, at in by_size:
        together = sum(counts[place] for place in hidden)
        if len(hidden) > 1 and together >= least:
            break
        hidden.add(at)
    return hidden


def suppressed(
    rows: Sequence[dict[str, Any]], counts: Sequence[str], least: int, group: str = "name"
) -> list[dict[str, Any]]:
    """Returns rows of one total with what is too small replaced by the mark.

    Args:
        rows: one record for each group; together they make up a total that is shown.
        counts: the fields that hold numbers of posts; one that is small hides its row.
        least: the smallest number that is shown.
        group: the field that names the group, which stays.

    Returns:
        New records; a hidden group keeps its name only.
    """
    hidden = set[int]().union(
        *(hidden_groups([int(row[count] or 0) for row in rows], least) for count in counts)
    )
    return [
        {name: value if name == group else HIDDEN for name, value in row.items()}
        if at in hidden
        else dict(row)
        for at, row in enumerate(rows)
    ]
