"""Letters of queries: for each organisation its open points, by cell, and what settles each."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.errors import UnusableInput
from vsm_xl.national.attention import attention_list
from vsm_xl.national.report import pay_years
from vsm_xl.national.simulated import WARNING
from vsm_xl.national.store import open_store
from vsm_xl.ooxml.write import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from vsm_xl.national.attention import Entry

_NOT_A_FILE_NAME: Final = re.compile(r"[^A-Za-z0-9-]")

#: What differs in the return that counts, and that another file uses its code.
_DIFFERENCES: Final = """
    SELECT code, in_words FROM differences WHERE pay_year = ? AND
    (difference = 'code_twice' OR file IN (SELECT file FROM manifest WHERE counted)) ORDER BY ALL
"""
_CHECKS: Final = "SELECT * FROM checks WHERE pay_year = ? ORDER BY code, check_code"


def make_empty_folder(target: Path) -> None:
    """Makes the folder of the letters where it is missing.

    Raises:
        UnusableInput: it holds something, or cannot be made.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        empty = next(target.iterdir(), None) is None
    except OSError as problem:
        raise UnusableInput(f"{target} cannot be made: {problem.strerror}.") from None
    if not empty:
        raise UnusableInput(
            f"{target} is not empty: letters of another run would lie among the new ones. "
            "Name an empty or a new folder."
        )


def write_queries(folder: Path, target: Path) -> int:
    """Writes a letter for each organisation that has open points.

    Args:
        folder: the folder of the collation.
        target: the folder of the letters.

    Returns:
        How many letters were written.
    """
    written = 0
    with open_store(folder, read_only=True) as store:
        for year in pay_years(store):
            points: defaultdict[str, list[str]] = defaultdict(list)
            for entry in attention_list(store, year):
                points[entry.code].append(_entry(entry))
            for row in store.rows(_DIFFERENCES, [year]):
                points[row["code"]].append(row["in_words"])
            for row in store.rows(_CHECKS, [year]):
                points[row["code"]].append(_check(row))
            for row in store.rows(
                "SELECT code, organisation, simulated FROM returns WHERE pay_year = ?", [year]
            ):
                code = row["code"]
                if code in points:
                    text = _letter(row["organisation"] or code, code, year, points[code])
                    if row["simulated"]:
                        text = f"The return is simulated. {WARNING}\n\n{text}"
                    file = f"{_NOT_A_FILE_NAME.sub('_', code)}-{year.replace('/', '-')}.txt"
                    write_file(target / file, text.encode())
                    written += 1
    return written


def _entry(entry: Entry) -> str:
    where = (
        f" ({entry.cell}, post {entry.post_number})" if entry.post_number else f" ({entry.cell})"
    )
    criterion = entry.criterion
    return f"{criterion.code} {criterion.title}{where}. {criterion.because} {entry.settles}"


def _check(row: dict[str, Any]) -> str:
    return (
        f"{row['check_code']} {row['what']}: {row['result'].lower()} ({row['where_found']}). "
        f"{row['settles_it']}"
    )


def _letter(name: str, code: str, year: str, points: list[str]) -> str:
    lines = [
        f"{name} ({code})",
        f"Annual return on the pay of very senior managers, {year}",
        "",
        "Thank you for the return. These points are open:",
        "",
    ]
    for number, point in enumerate(dict.fromkeys(points), start=1):
        lines += [f"{number}. {point}", ""]
    lines += [
        "Please correct the return and send it again; the newest version counts.",
        "Where an entry is right as it stands, please reply with the reason.",
        "",
    ]
    return "\n".join(lines)
