"""What the framework's data consist of at run time: sources, dated figures, information.

A figure is one value of one name between two days.  What it is worth is written in the data
files as text (``"0.0325"``), so that it is exact, and read by its unit.

Reading and checking are two things.  The classes here hold records that are known to be
sound; :mod:`vsm_xl.framework.model` states what a sound record is.  That needs pydantic, whose
import takes longer than everything else between opening a workbook in Excel and its first
result, so it is loaded only where data are checked.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Self, TypeAlias

from vsm_xl.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What a figure can be worth; ``None`` where it is announced but not settled.
Value: TypeAlias = Decimal | str | bool | date | None

#: What a figure rests on.  The last two words are those of editions of the first format.
Status = Literal[
    "official text read",
    "reported by a secondary source",
    "own convention",
    "assumption",
    "pending",
    "confirmed",
    "superseded",
]
#: The same for information, of which no value need be known.
InformationStatus = Literal[Status, "not known", "not confirmed"]
#: The words of the first format, which say less than what the figure rests on.
FIRST_FORMAT_STATUSES: Final = frozenset({"confirmed", "superseded", "not confirmed"})
Confidence = Literal["H", "M", "L"]
#: Who stands behind a document: a public body or the law, another reporter, this product.
Kind = Literal["official", "secondary", "own"]
#: What is written where a document has no address.
NO_ADDRESS: Final = "none"

#: Units whose values a data file writes as what they are; all others are numbers in quotes.
PLAIN_UNITS: Final = frozenset({"switch", "text", "date", "segments"})

#: Keys of the files that are words of Python.
_FIELDS: Final = {"from": "first_day", "to": "last_day"}
_PENNY_PLACES: Final = 2


class Record(Frozen, kw_only=True):
    """What all records share: how they are made of what a data file holds."""

    @classmethod
    def from_record(cls, raw: Mapping[str, Any]) -> Self:
        """Build it from a sound record of a data file.

        What a file can only write as text or list is made exact.

        >>> from datetime import date
        >>> figure = Figure.from_record({
        ...     "name": "award.percent", "value": "0.0325", "unit": "fraction", "of": "salary",
        ...     "from": date(2025, 4, 1), "to": date(2026, 3, 31), "status": "confirmed",
        ...     "confidence": "H", "source": "HCL", "section": "Third paragraph."})
        >>> figure.value, figure.ratio, figure.holds_on(date(2026, 3, 31))
        (Decimal('0.0325'), (325, 10000), True)
        """
        named = _FIELDS if "first_day" in cls.fields else {}
        fields = {named.get(key, key): value for key, value in raw.items()}
        if raw.get("value") is not None and raw["unit"] not in PLAIN_UNITS:
            fields["value"] = Decimal(raw["value"])
        if "also" in raw:
            fields["also"] = tuple(raw["also"])
        return cls(**fields)


class Title(Record, kw_only=True):
    """Name and date of an edition, the format of its files, and what it was made from."""

    name: str
    date: date
    format: int = 1
    based_on: str = ""
    note: str = ""


class Source(Record, kw_only=True):
    """A document that figures are cited from, or on which they rest without its being read.

    ``read`` is the day of reading, None for a document that was not read.  ``address`` is empty
    or ``none`` where no address is known.

    >>> from datetime import date
    >>> Source(code="CAP", title="New framework", publisher="Capsticks",
    ...        address="https://www.capsticks.com/", read=date(2026, 11, 1)).code
    'CAP'
    """

    code: str
    title: str
    publisher: str
    address: str
    read: date | None = None
    kind: Kind | None = None
    note: str = ""

    @property
    def name(self) -> str:
        """Publisher and title in one text."""
        return f"{self.publisher}: {self.title}"

    @property
    def link(self) -> str:
        """The address, or ``none``."""
        return self.address or NO_ADDRESS


class _Valued(Record, kw_only=True):
    """What a figure and a piece of information share."""

    name: str
    unit: str
    of: str | None = None
    value: Value = None
    confidence: Confidence
    source: str
    also: tuple[str, ...] = ()
    section: str
    document: str | None = None
    paragraph: str | None = None
    note: str = ""

    @property
    def rests_on(self) -> str:
        """The code of the primary document: that of the source, unless another is named."""
        return self.document or self.source

    @property
    def place(self) -> str:
        """The paragraph of the primary document, or the words that it is not known."""
        return self.paragraph or self.section

    @property
    def number(self) -> Decimal:
        """The value, of a figure that is a number.

        Raises:
            TypeError: the figure is not a number, or has no value yet.
        """
        if not isinstance(self.value, Decimal):
            raise TypeError(f"{self.name} ({self.unit}) holds {self.value!r}, not a number")
        return self.value

    @property
    def ratio(self) -> tuple[int, int]:
        """The number as an exact numerator over a power of ten: 0.0325 is (325, 10000)."""
        _, digits, exponent = self.number.normalize().as_tuple()
        top = int("".join(map(str, digits)))
        places = int(exponent)
        return (top * 10**places, 1) if places >= 0 else (top, 10**-places)

    @property
    def pence(self) -> int:
        """An amount of money, or a size, in whole hundredths."""
        return int(self.number.scaleb(_PENNY_PLACES))

    @property
    def text(self) -> str:
        """The value, of a figure that is a word or label.

        Raises:
            TypeError: the figure is not a text, or has no value yet.
        """
        if not isinstance(self.value, str):
            raise TypeError(f"{self.name} ({self.unit}) holds {self.value!r}, not a text")
        return self.value


class Figure(_Valued, kw_only=True):
    """One value of one name, with the days on which it holds and where it is written.

    ``first_day`` and ``last_day`` (``from`` and ``to`` in the files) both belong to it; no
    ``last_day`` means that no end is known.  A pending figure has no value.
    """

    first_day: date
    last_day: date | None = None
    status: Status

    @property
    def pending(self) -> bool:
        """Whether it is announced but not settled, and so has no value."""
        return self.value is None

    @property
    def days(self) -> str:
        """The days on which it holds, in one text.

        >>> from datetime import date
        >>> Figure(name="a.b", unit="text", value="x", confidence="H", source="S", section="One.",
        ...        first_day=date(2025, 4, 1), status="assumption").days
        'from 2025-04-01'
        """
        return _days(self.first_day, self.last_day)

    def holds_on(self, day: date) -> bool:
        """Return whether the figure covers a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


class Information(_Valued, kw_only=True):
    """A figure whose days are not confirmed: shown to people, never found by date.

    ``days`` says in words what is known of its time.
    """

    days: str
    status: InformationStatus


#: Criteria of the attention list that compare a share or a ratio with a dated figure.
COMPARING: Final = frozenset(("bonus_over_limit", "premium_over_limit", "ratio_moved"))


class Criterion(Record, kw_only=True):
    """A criterion by which the national report lists pay for attention.

    Attributes:
        code: Its code, which never changes.
        key: Its short name, by which the report recognises it in returns.
        title: What is listed.
        because: Why that stands out.
        settles: What would settle an entry.
        first_day: The first day of decisions that it applies to.
        last_day: The last day, None while it lasts.
        figure: Name of the dated figure that it compares with, empty for none.
        source: Code of the document that it rests on.
        section: The place in that document.
    """

    code: str
    key: str
    title: str
    because: str
    settles: str
    first_day: date
    last_day: date | None = None
    figure: str = ""
    source: str
    section: str

    @property
    def days(self) -> str:
        """The days of the decisions that it applies to, in one text."""
        return _days(self.first_day, self.last_day)


class Records(NamedTuple):
    """Everything the files of an edition hold."""

    title: Title
    figures: tuple[Figure, ...]
    information: tuple[Information, ...]
    sources: tuple[Source, ...]
    criteria: tuple[Criterion, ...] = ()


def _days(first: date, last: date | None) -> str:
    return f"{first.isoformat()} to {last.isoformat()}" if last else f"from {first.isoformat()}"
