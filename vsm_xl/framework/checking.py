"""Checks the data files of one edition, and says of each fault where it is and what to do.

First every record by itself, against the strict models; then what must hold between records.
"""

from __future__ import annotations

import reprlib
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar, get_args

from pydantic import ValidationError

from vsm_xl.framework.archive import MOST_BYTES
from vsm_xl.framework.edition_files import TITLE_FILE, EditionError, parse_files
from vsm_xl.framework.model import (
    CriterionModel,
    FigureModel,
    InformationModel,
    RecordModel,
    SourceModel,
    TitleModel,
)
from vsm_xl.framework.records import (
    FIRST_FORMAT_STATUSES,
    Criterion,
    Figure,
    Information,
    InformationStatus,
    Records,
    Source,
    Title,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

R = TypeVar("R")

#: What a figure or a piece of information of the second format may rest on.
HONEST: Final = frozenset(get_args(InformationStatus)) - FIRST_FORMAT_STATUSES


class _Kind(NamedTuple):
    """A kind of record: what it must be like in a file, and what it becomes."""

    model: type[RecordModel]
    record: type[Figure | Information | Source | Criterion]


_KINDS: Final = {
    "figure": _Kind(FigureModel, Figure),
    "information": _Kind(InformationModel, Information),
    "source": _Kind(SourceModel, Source),
    "criterion": _Kind(CriterionModel, Criterion),
}


class Located(NamedTuple, Generic[R]):
    """A record, and where it is written."""

    where: str
    record: R


def checked_records(folder: Path) -> Records:
    """Read and cross-check the TOML files of one edition.

    Args:
        folder: its directory on disk.

    Raises:
        EditionError: with one line for every fault found.
    """
    problems: list[str] = []
    _refuse_odd_files(folder)
    title: Title | None = None
    found: list[Located[Any]] = []
    for file, content in parse_files(folder, problems).items():
        if file == TITLE_FILE:
            if _is_sound(TitleModel, content, file, problems):
                title = Title.from_record(content)
        else:
            found += _read_file(file, content, problems)
    if title is None and not any(line.startswith(TITLE_FILE) for line in problems):
        problems.append(
            f"{TITLE_FILE}: the file is missing from {folder.name}; add it with name and date"
        )
    figures = _only(found, Figure)
    information = _only(found, Information)
    sources = _only(found, Source)
    criteria = _only(found, Criterion)
    problems += _double_codes(sources)
    problems += _unknown_codes([*figures, *information], sources)
    problems += _of_criteria(criteria, sources)
    problems += _overlaps(figures)
    problems += _never_settled(figures)
    if title is not None and title.format > 1:
        problems += second_format([*figures, *information], sources)
    if problems or title is None:
        raise EditionError(problems)
    return Records(
        title,
        tuple(each.record for each in figures),
        tuple(each.record for each in information),
        tuple(each.record for each in sources),
        tuple(sorted((each.record for each in criteria), key=lambda one: one.code)),
    )


def _refuse_odd_files(folder: Path) -> None:
    """Refuse what is not a plain file of a sensible size, before anything is read."""
    for file in (*folder.glob("*.toml"), *folder.glob("ranges/*.csv")):
        if file.is_symlink() or not file.is_file():
            raise EditionError(f"{file.name}: it is not a plain file; remove it")
        if file.stat().st_size > MOST_BYTES:
            raise EditionError(f"{file.name}: it is larger than an edition's file can be")


def _read_file(
    file: str, content: Mapping[str, Any], problems: list[str]
) -> Iterator[Located[Any]]:
    for heading, records in content.items():
        kind = _KINDS.get(heading)
        if kind is None or not isinstance(records, list):
            problems.append(
                f"{file}, {heading}: it is not a heading known here; write [[{']], [['.join(_KINDS)}]]"
            )
            continue
        for number, raw in enumerate(records, start=1):
            label = raw.get("name") or raw.get("code") if isinstance(raw, dict) else None
            where = f"{file}, {heading} {number} ({label or 'without a name'})"
            if _is_sound(kind.model, raw, where, problems):
                yield Located(where, kind.record.from_record(raw))


def _is_sound(model: type[RecordModel], raw: object, where: str, problems: list[str]) -> bool:
    try:
        model.model_validate(raw)
    except ValidationError as fault:
        known = [field.alias or name for name, field in model.model_fields.items()]
        problems += [f"{where}, {_words(detail, known)}" for detail in fault.errors()]
        return False
    return True


def _words(detail: Mapping[str, Any], known: Sequence[str]) -> str:
    """Put one of pydantic's findings into words: the field, what is wrong, what to do."""
    field = ".".join(str(part) for part in detail["loc"])
    given = reprlib.repr(detail["input"])
    context = detail.get("ctx", {})
    match detail["type"]:
        case "value_error":
            # A rule about a whole record names its field itself.
            said = f"{context['error']}"
        case "missing":
            said = "it is missing; add it"
        case "extra_forbidden":
            said = f"no such key is known; remove it or write one of {', '.join(known)}"
        case "literal_error":
            said = f"{given} is not one of {context['expected']}; choose one of these"
        case "string_type":
            said = f"{given} is not a text; write it in quotes"
        case "date_type":
            said = f"{given} is not a date; write year-month-day without quotes"
        case "string_pattern_mismatch":
            said = f"{given} is not written as such a text must be ({context['pattern']})"
        case "string_too_short":
            said = "it is empty; fill it in"
        case _:
            said = f"{given}: {detail['msg']}; correct it"
    return f"{field}: {said}" if field else said


def _only(found: Iterable[Located[Any]], kind: type[R]) -> list[Located[R]]:
    return [each for each in found if isinstance(each.record, kind)]


def _double_codes(records: Iterable[Located[Source] | Located[Criterion]]) -> Iterable[str]:
    first: dict[str, str] = {}
    for where, record in records:
        if record.code in first:
            yield f"{where}, code: it is used already by {first[record.code]}; choose another"
        first.setdefault(record.code, where)


def _unknown_codes(
    records: Iterable[Located[Figure] | Located[Information]], sources: Iterable[Located[Source]]
) -> Iterable[str]:
    known = {each.record.code: each.record for each in sources}
    for where, record in records:
        for code in (record.source, *record.also):
            if code not in known:
                yield (
                    f"{where}, source: no source has the code {code}; "
                    "add a [[source]] record or correct the code"
                )
            elif known[code].read is None:
                yield (
                    f"{where}, source: {code} has no day of reading; add it, or name it as the "
                    "document and cite what was read as the source"
                )


def _of_criteria(
    criteria: Sequence[Located[Criterion]], sources: Iterable[Located[Source]]
) -> Iterable[str]:
    """Find criteria with the code of another, and those that cite what was not read."""
    yield from _double_codes(criteria)
    known = {each.record.code: each.record for each in sources}
    for where, criterion in criteria:
        source = known.get(criterion.source)
        if source is None or source.read is None:
            yield (
                f"{where}, source: {criterion.source} is not a document that was read; "
                "add it to the sources with its day of reading, or correct the code"
            )


def _overlaps(figures: Iterable[Located[Figure]]) -> Iterable[str]:
    """Find two values of one name for one day; a look-up by date could not choose."""
    before: dict[str, Located[Figure]] = {}
    for each in sorted(figures, key=lambda each: (each.record.name, each.record.first_day)):
        where, figure = each
        earlier = before.get(figure.name)
        if earlier is not None and earlier.record.holds_on(figure.first_day):
            yield (
                f"{where}, from: {figure.first_day} is covered already by {earlier.where} "
                f"({earlier.record.first_day} to {earlier.record.last_day or 'open end'}); "
                "let the one end before the other begins"
            )
        ends = figure.last_day or date.max
        if earlier is None or (earlier.record.last_day or date.max) <= ends:
            before[figure.name] = each


def second_format(
    records: Iterable[Located[Figure] | Located[Information]], sources: Sequence[Located[Source]]
) -> Iterable[str]:
    """Find what the second format asks for beyond the first: honest statuses, readable sources."""
    for where, source in sources:
        if source.kind is None:
            yield f"{where}, kind: it is missing; write official, secondary or own"
        if not source.address:
            yield f'{where}, address: it is empty; write "none" and say in the note why'
    known = {each.record.code: each.record for each in sources}
    for where, record in records:
        yield from _honest(where, record, known)


def _honest(where: str, record: Figure | Information, known: Mapping[str, Source]) -> Iterable[str]:
    """Compare what a record says it rests on with the kinds of its documents."""
    if record.status in FIRST_FORMAT_STATUSES:
        yield (
            f"{where}, status: {record.status!r} does not say what the figure rests on; write "
            f"one of {', '.join(sorted(HONEST))}"
        )
    if record.document is not None and record.document not in known:
        yield f"{where}, document: no source has the code {record.document}; add it"
    kind = known[record.source].kind if record.source in known else None
    if record.status == "official text read" and kind not in (None, "official"):
        yield (
            f"{where}, status: {record.source} is not an official document; write reported by "
            "a secondary source, or cite the official text"
        )
    if record.status == "own convention" and kind not in (None, "own"):
        yield f"{where}, status: {record.source} is not this product's own; correct one of them"


def gaps(figures: Iterable[Figure]) -> Iterable[str]:
    """Name the days between two records of one name for which nothing is held.

    They are allowed (the answer there is ``#N/A``), so they are worth a look and not a fault.
    """
    before: dict[str, Figure] = {}
    for figure in sorted(figures, key=lambda figure: (figure.name, figure.first_day)):
        earlier = before.get(figure.name)
        if earlier is not None and earlier.last_day is not None:
            next_day = earlier.last_day + timedelta(days=1)
            if next_day < figure.first_day:
                yield (
                    f"{figure.name}: nothing is held from {next_day} to "
                    f"{figure.first_day - timedelta(days=1)}"
                )
        before[figure.name] = figure


def _never_settled(figures: Iterable[Located[Figure]]) -> Iterable[str]:
    """Find names of which no value is known on any day: they have nothing to look up."""
    figures = list(figures)
    valued = {each.record.name for each in figures if not each.record.pending}
    for where, figure in figures:
        if figure.name not in valued:
            yield f"{where}, value: no value of this name is known; make it [[information]]"
