"""Collating returns: which files, which of them are new, which count, and what a collector must see."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.annual_return.targets import make_folder
from vsm_xl.csv_text import csv_text
from vsm_xl.errors import UnusableInput
from vsm_xl.national.organisations import named_as_published
from vsm_xl.national.read_many import read_all
from vsm_xl.national.reader import REFUSED, WARNED, FileRead
from vsm_xl.national.schema import TABLES
from vsm_xl.national.store import DATABASE, Store, open_store
from vsm_xl.ooxml.write import fingerprint, last_saved, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
    from datetime import date

_ENDINGS: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
#: Files in one transaction: an end in the middle loses no more than these.
_TOGETHER: Final = 64
DICTIONARY: Final = "dictionary.csv"


@dataclass(frozen=True, slots=True)
class Collated:
    """What a collation came to.

    Attributes:
        given: How many files were given.
        read: How many of them were new and read.
        outcomes: How many files have each outcome.
        counted: How many returns count.
        refused: File and reason of each that was refused.
        written: The files written.
    """

    given: int
    read: int
    outcomes: Counter[str]
    counted: int
    refused: list[tuple[str, str]]
    written: list[Path]


def find_files(given: Iterable[str | Path]) -> list[Path]:
    """Return the files of a collation: files as given, and the workbooks of folders and patterns.

    Args:
        given: files, folders and patterns such as ``returns/*.xlsx``; the folder of another
            collation stands for itself.

    Raises:
        UnusableInput: a file does not exist, or nothing was found.
    """
    found: dict[Path, None] = {}
    missing = []
    for one in given:
        path = Path(one)
        if (path / DATABASE).is_file():
            paths = [path]
        elif path.is_dir():
            paths = sorted(
                p for p in path.rglob("*") if p.suffix.lower() in _ENDINGS and p.is_file()
            )
        elif path.exists():
            paths = [path]
        elif any(sign in str(one) for sign in "*?["):
            start = Path(path.anchor) if path.is_absolute() else Path()
            pattern = str(path.relative_to(path.anchor)) if path.is_absolute() else str(path)
            paths = sorted(p for p in start.glob(pattern) if p.is_file())
        else:
            missing.append(str(one))
            continue
        # What a program writes beside an open workbook is not a return.
        found.update((p, None) for p in paths if not p.name.startswith(("~$", ".")))
    if missing:
        raise UnusableInput(
            [f"{one} does not exist: name files, folders or patterns." for one in missing]
        )
    if not found:
        raise UnusableInput("No workbook was found in what was given.")
    return list(found)


def collate(
    given: Sequence[str | Path],
    folder: Path,
    today: date,
    step: Callable[[str], None],
    workers: int | None = None,
    *,
    recalculate: bool = False,
) -> Collated:
    """Collates returns into a folder; files that were read before are not read again.

    Args:
        given: files, folders and patterns.
        folder: the folder of the collation, made where it is missing.
        today: the day to record.
        step: called with each file that is done.
        workers: how many processes read; one for each core unless given, and 1 for none but this.
        recalculate: whether every return is computed anew, also those whose stored results are proved.

    Raises:
        UnusableInput: nothing to read was given, or the folder cannot be written.
    """
    found = find_files(given)
    others = [path for path in found if path.is_dir() and path.resolve() != folder.resolve()]
    files = [path for path in found if not path.is_dir()]
    make_folder(folder)
    names = _names(files)
    with open_store(folder, given=names.values()) as store:
        known = store.known_files()
        new = [
            path
            for path in files
            if names[path] not in known or known[names[path]] != fingerprint(path)
        ]
        for other in others:
            store.absorb(other)
        cores = workers or max(2, os.cpu_count() or 2)
        read = read_all(new, names, cores, recalculate=recalculate)
        read = _not_known_where_changed(read, {names[path]: path for path in new})
        _take(store, read, store.known_files(), today, step)
        _decide(store)
        outcomes = Counter(row["outcome"] for row in store.rows("SELECT outcome FROM manifest"))
        refused = [
            (row["file"], row["why"])
            for row in store.rows(
                "SELECT file, why FROM manifest WHERE outcome = ? ORDER BY file", [REFUSED]
            )
        ]
        counted = store.value("SELECT count(*) FROM manifest WHERE counted")
        written = store.write_files(folder)
    write_file(folder / DICTIONARY, dictionary_csv().encode())
    return Collated(
        len(files), len(new), outcomes, counted, refused, [*written, folder / DICTIONARY]
    )


def _names(files: Sequence[Path]) -> dict[Path, str]:
    """Return what each file is called in the collation: its name, with its folder where two share it."""
    twice = {name for name, n in Counter(path.name for path in files).items() if n > 1}
    return {path: path.as_posix() if path.name in twice else path.name for path in files}


def _not_known_where_changed(
    files: Iterable[FileRead], paths: Mapping[str, Path]
) -> Iterator[FileRead]:
    """Take the digest from each refused file that was saved meanwhile, so that it is read another time.

    A refused file's digest is taken after it was read, and may be that of the corrected file.
    """
    before = {name: last_saved(path) for name, path in paths.items()}
    for read in files:
        if read.outcome == REFUSED and last_saved(paths[read.file]) != before[read.file]:
            read.sha256 = ""
        yield read


def _take(
    store: Store,
    files: Iterable[FileRead],
    known: Container[str],
    today: date,
    step: Callable[[str], None],
) -> None:
    batch: list[FileRead] = []

    def enter() -> None:
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for read in batch:
            told = (read.tables.get("returns") or [{}])[0]
            rows["manifest"].append({
                "file": read.file,
                "sha256": read.sha256, "outcome": read.outcome, "why": read.why,
                "code": told.get("code"), "pay_year": told.get("pay_year"),
                "fingerprint": told.get("fingerprint"), "results": read.results or None,
                "read_on": today, "counted": False,
            })  # fmt: skip
            for table, found in read.tables.items():
                rows[table] += [row | {"file": read.file} for row in found]
        store.begin()
        store.forget([read.file for read in batch if read.file in known])
        store.add(rows)
        store.commit()
        batch.clear()

    for read in files:
        batch.append(read)
        step(read.file)
        if len(batch) >= _TOGETHER:
            enter()
    if batch:
        enter()


def _decide(store: Store) -> None:
    """Decides which return counts for each organisation and year, and records what differs."""
    rows = store.rows(
        """
        SELECT file, code, pay_year, organisation, kind, recalculated_on, fingerprint, range_table
        FROM all_returns ORDER BY code, pay_year, recalculated_on DESC NULLS LAST, file
        """
    )
    # Of two organisations under one code that counts whose the code is, whatever the stamps say.
    rows.sort(key=lambda row: (
        row["code"], row["pay_year"], not named_as_published(row["code"], row["organisation"]),
    ))  # fmt: skip
    store.begin()
    store.forget_differences(("newer", "code_twice", "fingerprint_twice", "range_table"))
    counted: dict[tuple[str, str], dict[str, object]] = {}
    found = []
    for row in rows:
        key = (row["code"], row["pay_year"])
        if (first := counted.get(key)) is None:
            counted[key] = row
        elif first["organisation"] != row["organisation"]:
            found.append((row, "code_twice", (f"{row['organisation']} uses the code of "
                          f"{first['organisation']}, whose return counts.")))  # fmt: skip
        else:
            same = first["recalculated_on"] == row["recalculated_on"]
            how = "has the same stamp" if same else "is newer by its stamp"
            found.append((row, "newer", f"{first['file']} {how} and is the one that counts."))
    # Boards and trusts have ranges of their own, so each is held against the others of its kind.
    tables: dict[tuple[object, object], Counter[object]] = defaultdict(Counter)
    for row in counted.values():
        if row["range_table"]:
            tables[row["pay_year"], row["kind"]][row["range_table"]] += 1
    names = {str(row["file"]): f"{row['organisation']} ({row['code']})" for row in counted.values()}
    alike = _alike(store, names)
    for row in counted.values():
        common = tables[row["pay_year"], row["kind"]].most_common(1)
        if common and row["range_table"] not in {None, common[0][0]} and common[0][1] > 1:
            words = "Its pay-range table is not the one that most returns of its kind of organisation use."
            found.append((row, "range_table", words))
        if others := alike.get(str(row["file"])):
            words = f"Every post has the same days and amounts as in the return of {' and '.join(others)}."
            found.append((row, "fingerprint_twice", words))
    for row, kind, words in found:
        store.add(
            {"differences": [{"code": row["code"], "pay_year": row["pay_year"], "difference": kind,
                              "in_words": words, "file": row["file"]}]}
        )  # fmt: skip
        store.warn(str(row["file"]), WARNED, words)
    store.decide([str(row["file"]) for row in counted.values()])
    store.commit()


def _alike(store: Store, names: dict[str, str]) -> dict[str, list[str]]:
    """Return the files whose posts are those of other organisations, each with the names of those.

    The fingerprint of all entries holds the code and the name, which whoever sends a copy changes.
    """
    groups = store.rows(
        """
        SELECT list(file ORDER BY file) AS files FROM (
            SELECT file, pay_year, count(salary) AS salaries, string_agg(concat_ws('|', post_number,
                   role, decision, in_post_from, salary, new_salary, bonus, premium),
                   ';' ORDER BY post_number) AS own
            FROM all_posts WHERE file IN (SELECT unnest($files)) GROUP BY file, pay_year)
        WHERE salaries > 0 GROUP BY pay_year, own HAVING count(*) > 1
        """,
        {"files": list(names)},
    )
    return {
        file: [names[other] for other in group["files"] if other != file]
        for group in groups
        for file in group["files"]
    }


def dictionary_csv() -> str:
    """Return the data dictionary: a line for each field of each public table."""
    rows = [
        (table.name, field.name, field.type, field.unit, field.meaning, field.origin)
        for table in TABLES
        if table.public
        for field in table.fields
    ]
    header = ("table", "field", "type", "unit", "meaning", "origin")
    return csv_text([header, *rows], line_end="\r\n")
