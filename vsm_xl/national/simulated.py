"""What the parts of the simulation share: settings, inputs of a return, what was planted."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vsm_xl import call
from vsm_xl.dates import pay_year_days, pay_year_from_cell

if TYPE_CHECKING:
    import random
    from datetime import date

    from vsm_xl.national.organisations import Organisation

#: What every invented text of a return says.
MARK: Final = "Simulated"
#: Where the invented range table states that it comes from; by this a collation knows a simulated return.
RANGE_SOURCE: Final = f"{MARK} pay ranges, invented to try the software; no published pay range"
#: What has to stand wherever such a return is shown: many of them have the names of real organisations.
WARNING: Final = (
    "Salaries, decisions and faults are invented, to try the software. They say nothing about the "
    "organisations that are named."
)
#: The kind of decision that a review is.
REVIEW: Final = "Salary review"
_SETTINGS: Final = Path(__file__).parent / "data" / "simulation.toml"


@cache
def settings() -> dict[str, Any]:
    """Return the invented settings: sizes, ranges, chances, amounts."""
    with _SETTINGS.open("rb") as file:
        return tomllib.load(file)


def happens(chance: random.Random, what: str) -> bool:
    """Return whether something happens, with the chance in the settings."""
    return bool(chance.random() < settings()["chances"][what])


def percent(share: float) -> str:
    """Returns a share as people write it, such as ``7.5%``."""
    return f"{round(share * 100, 2):g}%"


@dataclass(frozen=True, slots=True)
class Planted:
    """Something that was put into a return on purpose.

    Attributes:
        code: The organisation.
        what: The criterion, departure or damage, in one word.
        post: The post it is about, empty where it is about the return.
        sentence: What was done, for people.
    """

    code: str
    what: str
    post: str
    sentence: str


@dataclass(slots=True)
class Simulated:
    """The inputs of one return, as the filling of a template takes them from text.

    Attributes:
        organisation: The organisation.
        pay_year: The pay year, such as ``2025/26``.
        lines: Entries of Organisation and Staff pay by key.
        people: Entries of People, one record for each post.
        ranges: Rows of the range table.
        planted: What was planted.
        damage: What is to be done to the finished file, empty for nothing.
    """

    organisation: Organisation
    pay_year: str
    lines: dict[str, str] = field(default_factory=dict)
    people: list[dict[str, str]] = field(default_factory=list)
    ranges: list[dict[str, str]] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)
    damage: str = ""

    @property
    def first(self) -> date:
        """The first day of the pay year."""
        return pay_year_days(pay_year_from_cell(self.pay_year))[0]

    @property
    def chief(self) -> dict[str, str]:
        """The chief executive."""
        return self.people[0]

    def day(self, after: int = 0) -> str:
        """Return the day so many days after the first of the pay year, as text."""
        return (self.first + timedelta(days=after)).isoformat()

    def limit(self, name: str) -> float:
        """Return a limit of the framework in the pay year; the simulation goes up to it or past it."""
        return float(call("VSM_RATE", name, self.day()))

    def plant(self, what: str, sentence: str, post: str = "") -> None:
        """Records something that was planted."""
        self.planted.append(Planted(self.organisation.code, what, post, sentence))


def range_of(made: Simulated, role: str) -> dict[str, str]:
    """Return the row of the range table for a role and the size of the organisation."""
    size = int(made.lines["size"])
    for row in made.ranges:
        if (
            row["role"] == role
            and int(row["size_from"]) <= size
            and (not row["size_to"] or size < int(row["size_to"]))
        ):
            return row
    raise KeyError(role)


def justified(person: dict[str, str], why: str) -> None:
    """Enters a justification, marked as invented."""
    person["justification"] = f"{MARK}: {why}"
