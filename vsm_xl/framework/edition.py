"""One dated edition of the framework's data: look up by date, cite, name what is covered.

:func:`load` checks what it reads.  :func:`current` does not: the edition it reads came with the
package, and a test proves that it is sound and reads alike in both ways.  Checking would
multiply the time that Excel waits for the first result after it opened a workbook.
"""

from __future__ import annotations

# os, because pathlib is slow to import and Excel waits for it.
import os
import sys
from bisect import bisect_right
from contextlib import contextmanager
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Final

from vsm_xl.dates import day_in_words
from vsm_xl.framework.edition_files import EditionError, read_records
from vsm_xl.framework.ranges import RangeTable, RangeTableError
from vsm_xl.framework.records import NO_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from vsm_xl.framework.records import Criterion, Figure, Information, Records, Source

__all__ = [
    "Edition", "EditionError", "chosen", "current", "load", "names", "packaged", "use", "using", "when_changed",
]  # fmt: skip

# A plain folder: the package is installed unpacked and never run from inside a zip file, and
# importlib.resources, which could read one, is slow to import.
_DATA: Final = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")


class Edition:
    """Figures, information, sources and range tables as known at one date.

    >>> from datetime import date
    >>> edition = current()
    >>> edition.label
    '2026-12 of 1 December 2026'
    >>> figure = edition.figure("award.percent", date(2025, 9, 9))
    >>> figure.value, edition.source(figure.source).publisher
    (Decimal('0.0325'), 'Department of Health and Social Care')
    """

    def __init__(
        self,
        records: Records,
        tables: tuple[RangeTable, ...] | Callable[[], tuple[RangeTable, ...]] = (),
        digest: str = "",
        origin: Path | None = None,
    ) -> None:
        self.name: str = records.title.name
        self.date: date = records.title.date
        self.title = records.title
        self.digest = digest
        self.origin = origin
        self.information: tuple[Information, ...] = records.information
        self.sources: tuple[Source, ...] = records.sources
        self.criteria: tuple[Criterion, ...] = records.criteria
        self._tables = tables
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
        """Name and date in words: ``2026-11 of 1 November 2026``.

        An edition that did not come with the software adds the beginning of its fingerprint.
        """
        said = f"{self.name} of {day_in_words(self.date)}"
        return f"{said} (files {self.digest[:12]})" if self.origin else said

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
        """Return every value of a name, oldest first.

        Raises:
            KeyError: no figure has that name.
        """
        return self._dated[name]

    def coverage(self, name: str) -> tuple[date, date | None]:
        """Return the first and the last day on which a name has a value; None is an open end.

        Pending records count as not covered.

        Raises:
            KeyError: no figure has that name.

        >>> [str(day) for day in current().coverage("award.percent")]
        ['2021-04-01', '2027-03-31']
        """
        valued = [figure for figure in self._dated[name] if not figure.pending]
        return valued[0].first_day, valued[-1].last_day

    def source(self, code: str) -> Source:
        """Return the document that a code stands for.

        Raises:
            KeyError: no source has that code.
        """
        return self._sources[code]

    def citation(self, figure: Figure | Information) -> str:
        """Return the citation of a figure in one line.

        It holds the document, the place in it, the address or ``none``, the day of reading and
        what the figure rests on.  Where the primary document was not read, it stands first.

        >>> from datetime import date
        >>> print(current().citation(current().figure("premium.limit", date(2025, 4, 1))))
        ... # doctest: +ELLIPSIS
        NHS England: The NHS very senior managers pay framework (read in part), paragraph not known; ...
        """
        source = self.source(figure.source)
        said = f"{source.name}; {figure.section.rstrip('.')}; {source.link}"
        if not source.address.startswith("https:") and source.note:
            said += f" ({source.note.rstrip('.')})"
        if source.read is not None:
            said += f" (read {day_in_words(source.read)})"
        if figure.rests_on != figure.source:
            said = f"{self.document(figure)}, {figure.place}; as in {said}"
        return f"{said}; status: {figure.status}"

    def document(self, figure: Figure | Information) -> str:
        """Return the primary document of a figure by name, with the words that it was not read."""
        document = self.source(figure.rests_on)
        if document.read is None:
            return f"{document.name} (not read)"
        return f"{document.name}{' (read in part)' if 'in part' in document.note else ''}"

    def place(self, figure: Figure | Information) -> str:
        """Return where a figure stands: the paragraph, and the text that it was read in."""
        if figure.rests_on == figure.source:
            return figure.place
        source = self.source(figure.source)
        return f"{figure.place}; read in {source.name}: {figure.section.rstrip('.')}"

    def link(self, figure: Figure | Information) -> str:
        """Return the address at which the figure can be checked, or ``none``.

        It is the address of the text that was read, or else that of the primary document.
        """
        links = (self.source(figure.source).link, self.source(figure.rests_on).link)
        return next((link for link in links if link != NO_ADDRESS), NO_ADDRESS)

    def shipped_ranges(self) -> RangeTable:
        """Return the rows of every range table of the edition as one table.

        >>> {row.status for row in current().shipped_ranges().rows}
        {'superseded'}
        """
        return self._shipped

    @cached_property
    def tables(self) -> tuple[RangeTable, ...]:
        """The range tables of the edition; those of the package are read when they are needed."""
        return self._tables() if callable(self._tables) else self._tables

    @cached_property
    def _shipped(self) -> RangeTable:
        return RangeTable(rows=tuple(row for table in self.tables for row in table.rows))


def load(place: Path, *, external: bool = False) -> Edition:
    """Read and check an edition: a folder, or a zip file, of records and range tables.

    Args:
        place: a folder named as the edition, or a zip that holds its files.
        external: whether it is not of the package; its label then carries its fingerprint.

    Raises:
        EditionError: with one line for every fault, naming file, record and field.

    >>> import vsm_xl
    >>> from pathlib import Path
    >>> folder = Path(vsm_xl.__path__[0]) / "framework" / "data" / "2026-12"
    >>> load(folder).figures == current().figures
    True
    """
    from vsm_xl.framework.checking import checked_records  # noqa: PLC0415 - loads pydantic

    if not place.is_dir():
        from vsm_xl.framework.archive import unpacked  # noqa: PLC0415 - seldom used

        with unpacked(place) as folder:
            return _checked(folder, checked_records(folder), place if external else None)
    records = checked_records(place)
    if records.title.name != place.resolve().name:
        raise EditionError(
            f"edition.toml, name: {records.title.name} is not the name of its folder "
            f"({place.resolve().name}); make them equal"
        )
    return _checked(place, records, place if external else None)


def _checked(folder: Path, records: Records, origin: Path | None) -> Edition:
    from vsm_xl.framework.archive import digest_of  # noqa: PLC0415 - seldom used

    return Edition(records, _load_tables(os.fspath(folder / "ranges")), digest_of(folder), origin)


def _load_tables(folder: str) -> tuple[RangeTable, ...]:
    tables: list[RangeTable] = []
    problems: list[str] = []
    files = os.listdir(folder) if os.path.isdir(folder) else []
    for name in sorted(file for file in files if file.endswith(".csv")):
        try:
            with open(os.path.join(folder, name), encoding="utf-8") as opened:
                table = RangeTable.from_csv(opened.read())
        except RangeTableError as error:
            problems += [f"{name}, {problem}" for problem in error.problems]
            continue
        problems += [
            f"{name}, row {row.number}, source: it is empty; cite where the figures are published"
            for row in table.rows
            if not row.source
        ]
        tables.append(table)
    if problems:
        raise EditionError(problems)
    return tuple(tables)


def current() -> Edition:
    """Return the edition in use: the newest of the package, unless another is in use.

    That of the package is read once, and not checked.

    >>> current().name, current() is current()
    ('2026-12', True)
    """
    return _in_use or newest()


def chosen() -> bool:
    """Whether an edition was put into use, where the newest of the package is in use otherwise.

    >>> chosen()
    False
    >>> with using(newest()):
    ...     chosen()
    True
    """
    return _in_use is not None


def newest() -> Edition:
    """Return the newest edition of the package, whichever is in use."""
    return packaged(_newest())


def names() -> tuple[str, ...]:
    """Return the names of the editions that the package carries, oldest first.

    >>> names()
    ('2026-11', '2026-12')
    """
    return tuple(
        sorted(name for name in os.listdir(_DATA) if os.path.isdir(os.path.join(_DATA, name)))
    )


@cache
def packaged(name: str) -> Edition:
    """Return an edition that the package carries, by its name.

    Raises:
        EditionError: it carries none of that name.

    >>> packaged("2026-11").label
    '2026-11 of 1 November 2026'
    """
    if name not in names():
        raise EditionError(
            f"No edition {name!r} comes with this software; it carries {', '.join(names())}."
        )
    folder = os.path.join(_DATA, name)
    return Edition(read_records(folder), partial(_load_tables, os.path.join(folder, "ranges")))


@contextmanager
def using(edition: Edition | None) -> Iterator[Edition]:
    """Compute with another edition for a while, or with that which each return names.

    Every result that was kept is forgotten.

    Not for several threads at once: the edition in use is that of the process.

    >>> with using(packaged("2026-11")):
    ...     current().name
    '2026-11'
    """
    before = _in_use
    use(edition)
    try:
        yield current()
    finally:
        use(before)


def use(edition: Edition | None) -> None:
    """Put an edition into use, or the newest of the package again."""
    global _in_use  # noqa: PLW0603 - one edition is in use in a process
    same = (edition or newest()) is current()
    _in_use = edition
    if same:
        return
    for forget in _forgetting:
        forget()
    for name, module in list(sys.modules.items()):
        if name.startswith("vsm_xl.") and module is not None:
            for kept in list(vars(module).values()):
                clear = getattr(kept, "cache_clear", None)
                if callable(clear) and kept is not packaged and kept is not _newest:
                    clear()


def when_changed(forget: Callable[[], None]) -> None:
    """Have something forgotten whenever another edition is put into use.

    Functions of a module that are kept by ``functools.cache`` are found without being named.
    """
    _forgetting.append(forget)


@cache
def _newest() -> str:
    return names()[-1]


_in_use: Edition | None = None
_forgetting: list[Callable[[], None]] = []
