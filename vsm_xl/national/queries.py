"""Letters of queries: for each organisation its open points, by cell, and what settles each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.errors import UnusableInput
from vsm_xl.national.attention import attention_list
from vsm_xl.national.report import pay_years
from vsm_xl.national.store import open_store
from vsm_xl.ooxml.write import write_file

if TYPE_CHECKING:
    from pathlib import Path

_NOT_A_FILE_NAME: Final = re.compile(r"[^A-Za-z0-9-]")


def write_queries(folder: Path, target: Path) -> int:
    """Writes a letter for each organisation that has open points.

    Args:
        folder: the folder of the collation.
        target: the folder of the letters, made where it is missing.

    Returns:
        How many letters were written.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise UnusableInput(f"{target} cannot be made: {problem.strerror}.") from None
    written = 0
    with open_store(folder, read_only=True) as store:
        for year in pay_years(store):
            points: dict[str, list[str]] = {}
            for entry in attention_list(store, year):
                where = f" ({entry.cell})" if entry.cell else ""
                points.setdefault(entry.code, []).append(
                    f"{entry.criterion.code} {entry.criterion.title}{where}. "
                    f"{entry.criterion.because} {entry.settles}"
                )
            for table, words in (("differences", _difference), ("checks", _check)):
                for row in store.rows(
                    f"SELECT * FROM {table} WHERE pay_year = ? ORDER BY 1, 2, 3",  # noqa: S608 - one of two names
                    [year],
                ):
                    if row.get("difference") == "newer":
                        # It speaks of a copy that does not count.
                        continue
                    points.setdefault(row["code"], []).append(words(row))
            names = {
                row["code"]: row["organisation"]
                for row in store.rows(
                    "SELECT code, organisation FROM returns WHERE pay_year = ?", [year]
                )
            }
            for code, name in names.items():
                if code in points:
                    text = _letter(name or code, code, year, points[code])
                    file = f"{_NOT_A_FILE_NAME.sub('_', code)}-{year.replace('/', '-')}.txt"
                    write_file(target / file, text.encode())
                    written += 1
    return written


def _difference(row: dict[str, Any]) -> str:
    return str(row["in_words"])


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
    lines += ["Please correct the return and send it again; the newest version counts.", ""]
    return "\n".join(lines)
