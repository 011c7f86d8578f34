"""One dated edition of the framework's data: look up by date, cite, name what is covered.

:func:`load` checks what it reads.  :func:`current` does not: the edition it reads came with the
package, and a test proves that it is sound and reads alike in both ways.  Checking would
multiply the time that Excel waits for the first result after it opened a workbook.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vsm_xl.framework.ranges import RangeTable, RangeTableError
from vsm_xl.framework.reading import EditionError, read_records

if TYPE_CHECKING:
    from datetime import date

    from vsm_xl.framework.records import Figure, Information, Records, Source

__all__ = ["Edition", "EditionError", "current", "load"]

# A plain folder: the package is installed unpacked and never run from inside a zip file, and
# importlib.resources, which could read one, is slow to import.
_DATA: Final = Path(__file__).parent / "data"

# Not taken from strftime: the name of a month there follows the locale of the host program.
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


class Edition:
    """Figures, information, sources and range tables as known at one date.

    >>> from datetime import date
    >>> edition = current()
    >>> edition.label
    '2026-11 of 1 November 2026'
    >>> figure = edition.figure("award.percent", date(2025, 9, 9))
    >>> figure.value, edition.source(figure.source).publisher
    (Decimal('0.0325'), 'Healthcare Leader')
    """

    def __init__(self, records: Records, tables: tuple[RangeTable, ...] = ()) -> None:
        self.name: str = records.title.name
        self.date: date = records.title.date
        self.information: tuple[Information, ...] = records.information
        self.sources: tuple[Source, ...] = records.sources
        self.tables: tuple[RangeTable, ...] = tables
        self._sources = {source.code: source for source in records.sources}
        by_name: dict[str, list[Figure]] = {}
        for figure in sorted(records.figures, key=lambda figure: (figure.name, figure.first_day)):
            by_name.setdefault(figure.name, []).append(figure)
        self._dated = {name: tuple(figures) for name, figures in by_name.items()}
        self._starts = {
            name: [figure.first_day for figure in figures] for name, figures in by_name.items()
        }

    def __repr__(self) -> str:
        return f"<Edition {self.label}>"

    @property
    def label(self) -> str:
        """Name and date in words: ``2026-11 of 1 November 2026``."""
        return f"{self.name} of {day_in_words(self.date)}"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all dated figures, in alphabetical order."""
        return tuple(self._dated)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every dated figure, by name and first day."""
        return tuple(figure for figures in self._dated.values() for figure in figures)

    def figure(self, name: str, on: date) -> Figure | None:
        """Find what a name was worth on a day.

        Args:
            name: a name of :attr:`names`.
            on: the day.

        Returns:
            The figure in force; for a matter announced but not settled on that day, a figure
            that is ``pending`` and has no value; None where nothing is held for the day.

        Raises:
            KeyError: no figure has that name.

        >>> from datetime import date
        >>> current().figure("bonus.limit", date(2025, 3, 31)) is None
        True
        >>> current().figure("award.withheld_segments", date(2026, 4, 1)).pending
        True
        """
        at = bisect_right(self._starts[name], on) - 1
        if at < 0:
            return None
        figure = self._dated[name][at]
        return figure if figure.holds_on(on) else None

    def dated(self, name: str) -> tuple[Figure, ...]:
        """Give every value of a name, oldest first.

        Raises:
            KeyError: no figure has that name.
        """
        return self._dated[name]

    def coverage(self, name: str) -> tuple[date, date | None]:
        """Give the first and the last day on which a name has a value; None is an open end.

        Pending records count as not covered.

        Raises:
            KeyError: no figure has that name.

        >>> [str(day) for day in current().coverage("award.percent")]
        ['2021-04-01', '2027-03-31']
        """
        valued = [figure for figure in self._dated[name] if not figure.pending]
        return valued[0].first_day, valued[-1].last_day

    def source(self, code: str) -> Source:
        """Give the document that a code stands for.

        Raises:
            KeyError: no source has that code.
        """
        return self._sources[code]

    def citation(self, figure: Figure | Information) -> str:
        """Cite a figure in one line: document, place in it, address, day on which it was read.

        >>> from datetime import date
        >>> print(current().citation(current().figure("premium.limit", date(2025, 4, 1))))
        ... # doctest: +ELLIPSIS
        GOV.UK: Press release ... https://www.gov.uk/... (read 1 November 2026)
        """
        source = self.source(figure.source)
        parts = [f"{source.publisher}: {source.title}", figure.section.rstrip(".")]
        parts.append(source.address or source.note.rstrip("."))
        return f"{'; '.join(parts)} (read {day_in_words(source.read)})"

    def shipped_ranges(self) -> RangeTable:
        """Give the rows of every range table of the edition as one table.

        >>> {row.status for row in current().shipped_ranges().rows}
        {'superseded'}
        """
        return self._shipped

    @cached_property
    def _shipped(self) -> RangeTable:
        return RangeTable(rows=tuple(row for table in self.tables for row in table.rows))


def load(folder: Path) -> Edition:
    """Read and check an edition's folder: ``*.toml`` records and ``ranges/*.csv`` tables.

    Args:
        folder: its directory, named as the edition.

    Raises:
        EditionError: with one line for every fault, naming file, record and field.

    >>> import vsm_xl
    >>> folder = Path(vsm_xl.__path__[0]) / "framework" / "data" / "2026-11"
    >>> load(folder).figures == current().figures
    True
    """
    from vsm_xl.framework.checking import checked_records  # noqa: PLC0415 - loads pydantic

    records = checked_records(folder)
    if records.title.name != folder.name:
        raise EditionError(
            f"edition.toml, name: {records.title.name} is not the name of its folder "
            f"({folder.name}); make them equal"
        )
    return Edition(records, _load_tables(folder / "ranges"))


def _load_tables(folder: Path) -> tuple[RangeTable, ...]:
    tables: list[RangeTable] = []
    problems: list[str] = []
    for file in sorted(folder.glob("*.csv"), key=lambda entry: entry.name):
        try:
            table = RangeTable.from_csv(file.read_text(encoding="utf-8"))
        except RangeTableError as error:
            problems += [f"{file.name}, {problem}" for problem in error.problems]
            continue
        problems += [
            f"{file.name}, row {row.number}, source: it is empty; cite where the figures stand"
            for row in table.rows
            if not row.source
        ]
        tables.append(table)
    if problems:
        raise EditionError(problems)
    return tuple(tables)


@cache
def current() -> Edition:
    """Give the newest edition that the package carries; it is read once, and not checked.

    >>> current().name, current() is current()
    ('2026-11', True)
    """
    editions = (entry for entry in _DATA.iterdir() if entry.is_dir())
    folder = max(editions, key=lambda entry: entry.name)
    return Edition(read_records(folder), _load_tables(folder / "ranges"))


def day_in_words(day: date) -> str:
    """Write a day as people do.

    >>> from datetime import date
    >>> day_in_words(date(2026, 11, 1))
    '1 November 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
