"""One file of a collation, read as untrusted: its rows, or why it was refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from vsm_xl import call
from vsm_xl.annual_return.reading import audit_trail
from vsm_xl.annual_return.reading.results import rows_of, tables_of
from vsm_xl.annual_return.returns import Return
from vsm_xl.errors import UnusableInput
from vsm_xl.framework import edition
from vsm_xl.national.blocks import shown
from vsm_xl.national.extract import TABLES, differences_of
from vsm_xl.national.extract import rows_of as collation_rows
from vsm_xl.national.visible import TAKEN_OUT, make_visible
from vsm_xl.ooxml.write import fingerprint
from vsm_xl.version import TEMPLATE_VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from vsm_xl.annual_return.template.layout import TemplateSize
    from vsm_xl.national.blocks import Kind

TAKEN: Final = "Taken"
WARNED: Final = "Taken with warnings"
REFUSED: Final = "Refused"
CONFIRMED: Final = "Confirmed"
RECALCULATED: Final = "Recalculated"
#: How a figure is shown, by its unit; the others are amounts.
_KINDS: Final[dict[str, Kind]] = {"%": "percent", "ratio": "ratio"}
#: The most words of a refusal that are kept; a damaged file can have a thousand faults.
_MOST_FAULTS: Final = 5
#: A code of the Organisation Data Service. It becomes part of the names of files.
_CODE: Final = re.compile(r"[A-Z0-9]{2,10}", re.ASCII)


@dataclass(slots=True)
class FileRead:
    """What became of one file.

    Attributes:
        file: Its name in the collation.
        sha256: The fingerprint of its bytes.
        outcome: Taken, taken with warnings, or refused.
        why: Why, in words.
        tables: Its rows by table of the collation.
        size: The size of its template, where it was read.
        results: Whether its stored results were confirmed or it was recalculated.
    """

    file: str
    sha256: str
    outcome: str
    why: str
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    size: TemplateSize | None = None
    results: str = ""


def read_file(path: Path, name: str, *, recalculate: bool = False) -> FileRead:
    """Reads a return; nothing that is wrong with it raises.

    Args:
        path: the file.
        name: what it is called in the collation.
        recalculate: whether the engine computes it even where its stored results are proved.
    """
    try:
        opened = Return.open(path)
        proved = not recalculate and opened.take_stored()
        with edition.using(opened.edition):
            found = _computed(opened, path, name)
    except UnusableInput as refused:
        return FileRead(name, fingerprint(path), REFUSED, _words(refused, path, name))
    found.results = CONFIRMED if proved else RECALCULATED
    return found


def _computed(opened: Return, path: Path, name: str) -> FileRead:
    """Computes a return; its edition of the data is in use.

    Raises:
        UnusableInput: it cannot be used.
    """
    sha256 = opened.fingerprint or ""
    tables, trail = _tables(opened)
    checked = opened.check()
    checks = [
        {"code": check.code, "what": check.what, "where": check.where,
         "result": check.result, "action": check.action}
        for check in checked.checks
    ]  # fmt: skip
    rows = collation_rows(tables, checks, trail | {"master": checked.master})
    told = rows["returns"][0]
    if not told["code"] or not told["pay_year"]:
        return FileRead(
            name, sha256, REFUSED, "The organisation's code or the pay year is not entered."
        )
    if not _CODE.fullmatch(told["code"]):
        typed = tables["organisation"]["ods_code"]
        words = f"{typed!r} is not an ODS code: letters and digits, such as RR8."
        return FileRead(name, sha256, REFUSED, f"{name}, sheet Organisation: {words}")
    differences = differences_of(told, tables)
    for note in checked.notes:
        words = note.removeprefix(f"{path}: ")
        differences.append(("noted", words[:1].upper() + words[1:]))
    if edition.current() is not edition.newest():
        words = f"It is computed with data edition {edition.current().label}."
        differences.append(("edition", words))
    if make_visible(row for found in rows.values() for row in found):
        differences.append(("hidden_characters", TAKEN_OUT))
    own = {"code": told["code"], "pay_year": told["pay_year"]}
    rows["figures"] = [own | row for row in _figures(opened, told)]
    rows["differences"] = [
        own | {"difference": kind, "in_words": words} for kind, words in differences
    ]
    why = " ".join(words for _, words in differences)
    outcome = WARNED if differences else TAKEN
    return FileRead(name, sha256, outcome, why, rows, opened.layout.size)


def _tables(opened: Return) -> tuple[dict[str, Any], dict[str, Any]]:
    tables: dict[str, Any] = dict(tables_of(opened.recalculated, opened.layout, TABLES))
    place = opened.layout.places["people"]
    people = tables.get("people", [])
    filled = opened.inputs.places.get("people", range(len(people)))
    for at, person in zip(filled, people, strict=False):
        column = "salary_set" if person.get("salary_set") is not None else "salary"
        person["_cell"] = f"{place.sheet.title}, {place.cell(column, at)}"
        person["_exception_maximum"] = _exception_maximum(tables, str(person.get("role") or ""))
    stamped = tables.get("return_stamp", {})
    trail = {
        "inputs_sha256": audit_trail.inputs_sha256(opened.inputs),
        "recalculated_on": stamped["recalculated"],
        "data_edition": stamped["edition"],
        "software": stamped["software"],
        "template": TEMPLATE_VERSION,
    }
    return tables, trail


def _exception_maximum(tables: dict[str, Any], role: str) -> float | None:
    """Return the exception maximum for a role on the return's own pay ranges, None without one."""
    told, rows = tables["organisation"], tables.get("ranges") or []
    if not rows or not role:
        return None
    ranges = [list(rows[0]), *[list(row.values()) for row in rows]]
    found = call("VSM_BENCHMARK", role, told.get("kind"), told.get("size"), "Exception maximum",
                 told.get("date"), ranges)  # fmt: skip
    return found if isinstance(found, float) else None


def _figures(opened: Return, told: dict[str, Any]) -> list[dict[str, str]]:
    """Return the figures of the framework that the return shows, with document and place."""
    data = edition.current()
    day = date(int(str(told["pay_year"])[:4]), 4, 1)
    found = []
    for row in rows_of(opened.recalculated, opened.layout.places["figures"]):
        # A name that the edition does not hold is that of a newer template, or was typed over.
        figure = data.figure(str(row["name"]), day) if row["name"] in data.names else None
        if figure is None or row["value"] is None or str(row["value"]).startswith("#"):
            continue
        kind: Kind = _KINDS.get(str(row["unit"]), "pounds")
        value = row["value"]
        found.append(
            {
                "figure": str(row["name"]),
                "value": shown(value, kind) if isinstance(value, int | float) else str(value),
                "source": data.citation(figure),
            }
        )
    return found


def _words(refused: UnusableInput, path: Path, name: str) -> str:
    """Return the faults of a file, under its name in the collation and not the place it lay at."""
    faults = [fault.replace(str(path), name) for fault in refused.problems]
    more = len(faults) - _MOST_FAULTS
    return " ".join(faults[:_MOST_FAULTS]) + (f" And {more:,} more." if more > 0 else "")
