"""Amounts that are not shown, where the same amounts are shown for members and for groups of them.

The awards of each organisation stand in one table, those of segments, regions and so on in others.
The amount of fewer posts than the least number is shown in none, and neither is so much of the rest
that it could be worked out from all tables together.  What a reader can work out is what the linear
equations of the totals that are shown determine.
"""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING, Final

from vsm_xl.national.suppression import hidden_groups

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

#: How many members are hidden beside a small one before a group is hidden, too.
_MEMBERS_FIRST: Final = 6


class SecretAmounts:
    """Which members and which groups are shown without their amounts.

    Attributes:
        members: Places of the members whose amounts are not shown.
        groups: For each grouping, the groups whose amounts are not shown.
    """

    def __init__(
        self, counts: Sequence[int], groupings: Mapping[str, Sequence[Hashable]], least: int
    ) -> None:
        """Chooses them.

        Args:
            counts: of how many posts the amount of each member is; the total of all is known.
            groupings: for each way of grouping, the group of each member.
            least: the smallest number of posts whose amount is shown.

        >>> found = SecretAmounts([3, 9, 12, 20], {"region": ["a", "a", "b", "b"]}, 5)
        >>> sorted(found.members), found.groups
        ([0, 1], {'region': set()})
        """
        self._counts = counts
        self._groupings = groupings
        self._least = least
        self._sizes = {name: _sizes(counts, grouping) for name, grouping in groupings.items()}
        self._small = [at for at, count in enumerate(counts) if 0 < count < least]
        self._small_groups = {
            name: {group for group, size in sizes.items() if 0 < size < least}
            for name, sizes in self._sizes.items()
        }
        self.members = set(self._small)
        self.groups: dict[str, set[Hashable]] = {name: set() for name in groupings}
        if self.members:
            self._hide_groups()
            self._hide_more()
            self._show_again()

    def _hide_groups(self) -> None:
        """Hides groups that are small, and others of the same total that would reveal them."""
        for name, sizes in self._sizes.items():
            names = list(sizes)
            already = [at for at, group in enumerate(names) if group in self.groups[name]]
            hidden = hidden_groups(list(sizes.values()), self._least, already)
            self.groups[name] = {names[at] for at in hidden}

    def _hide_more(self) -> None:
        """Hides members, and groups where those are not enough, until nothing small is revealed."""
        tries = 0
        while (member := self._revealed()) is not None:
            tries += 1
            partner = self._partner(member)
            if partner is not None:
                self.members.add(partner)
            if partner is None or tries % _MEMBERS_FIRST == 0:
                if self._hide_a_group(member):
                    self._hide_groups()
                elif partner is None:
                    return

    def _show_again(self) -> None:
        """Shows what was hidden and need not be, the largest first."""
        for name, sizes in self._sizes.items():
            free = self.groups[name] - self._small_groups[name]
            for group in sorted(free, key=lambda one: -sizes[one]):
                self.groups[name].discard(group)
                if self._revealed() is not None:
                    self.groups[name].add(group)
        for at in sorted(self.members - set(self._small), key=lambda one: -self._counts[one]):
            self.members.discard(at)
            if self._revealed() is not None:
                self.members.add(at)

    def _revealed(self) -> int | None:
        """Return a small member whose amount, or that of its small group, follows from what is shown."""
        unknown = sorted(at for at in self.members if self._counts[at])
        totals = [[1] * len(unknown)]
        sums = [([int(at == one) for at in unknown], one) for one in self._small]
        for name, grouping in self._groupings.items():
            for group in dict.fromkeys(grouping):
                of_group = [int(grouping[at] == group) for at in unknown]
                if group in self._small_groups[name]:
                    sums.append((of_group, unknown[of_group.index(1)]))
                elif group not in self.groups[name]:
                    totals.append(of_group)
        solved = _solved(totals)
        return next((one for wanted, one in sums if _follows(wanted, solved)), None)

    def _partner(self, member: int) -> int | None:
        """Return the member that hides another best: in most of its groups, and small."""

        def shared(at: int) -> int:
            return sum(
                grouping[at] == grouping[member]
                or {grouping[at], grouping[member]} <= self.groups[name]
                for name, grouping in self._groupings.items()
            )

        free = [at for at, count in enumerate(self._counts) if count and at not in self.members]
        return max(free, key=lambda at: (shared(at), -self._counts[at]), default=None)

    def _hide_a_group(self, member: int) -> bool:
        """Hides the smallest group that is shown and may reveal a member; False for none."""
        shown = [
            (size, at, name, group)
            for at, (name, sizes) in enumerate(self._sizes.items())
            for group, size in sizes.items()
            if size
            and group not in self.groups[name]
            and self._groupings[name][member] in {group, *self.groups[name]}
        ]
        if shown:
            _, _, name, group = min(shown, key=lambda one: one[:2])
            self.groups[name].add(group)
        return bool(shown)


def _sizes(counts: Sequence[int], grouping: Sequence[Hashable]) -> dict[Hashable, int]:
    found: dict[Hashable, int] = {}
    for group, count in zip(grouping, counts, strict=True):
        found[group] = found.get(group, 0) + count
    return found


def _solved(equations: Sequence[Sequence[int]]) -> dict[int, list[int]]:
    """Return equations solved for as many unknowns as they allow: the rows by their first unknown."""
    solved: dict[int, list[int]] = {}
    for equation in equations:
        row = _reduced(equation, solved)
        first = next((at for at, value in enumerate(row) if value), None)
        if first is not None:
            for at, other in solved.items():
                solved[at] = _without(first, other, row)
            solved[first] = row
    return solved


def _reduced(wanted: Sequence[int], solved: Mapping[int, list[int]]) -> list[int]:
    row = [*wanted]
    for first, other in solved.items():
        row = _without(first, row, other)
    return row


def _without(unknown: int, row: list[int], other: list[int]) -> list[int]:
    """Return a multiple of a row from which an unknown was taken out by another that has it."""
    times, by = row[unknown], other[unknown]
    if not times:
        return row
    found = [by * a - times * b for a, b in zip(row, other, strict=True)]
    shared = gcd(*found)
    return [value // shared for value in found] if shared > 1 else found


def _follows(wanted: Sequence[int], solved: Mapping[int, list[int]]) -> bool:
    """Return whether a sum of unknowns is determined by equations, whatever their right sides are."""
    return not any(_reduced(wanted, solved))
