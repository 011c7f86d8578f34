r"""The audit trail: which inputs a return was computed from, by what, and when.

The fingerprint of the inputs is the SHA-256 of their canonical text: JSON in UTF-8 without blanks,
the keys of every object sorted, characters as they are (only ``"``, ``\`` and control characters
escaped).  It has the objects ``lines`` (values by key) and ``rows`` (tables by key, each a list of its
filled rows in their order, each row the values by key).  What is empty is left out.  A number is
written in plain decimals with at most fifteen significant digits, which is what every spreadsheet
program keeps; a day as ``2025-04-01``; an item of a list as the list spells it; a text without
blanks around it, with ``\n`` for the end of a line.  So the same inputs have the same fingerprint in
whatever file, program, system or size of template they stand.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.reading.identify import layout_of, workbook_names
from vsm_xl.annual_return.reading.inputs import Inputs, read_inputs
from vsm_xl.errors import UnusableInput
from vsm_xl.functions import call
from vsm_xl.ooxml.cell_values import contents
from vsm_xl.ooxml.cells import enter_values
from vsm_xl.text_fields import normal_text
from vsm_xl.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.annual_return.reading.entries import Entry
    from vsm_xl.ooxml.package import Package
    from vsm_xl.ooxml.values import CellValue
    from vsm_xl.recalc import EngineName

#: What every program keeps of a number; a seventeenth digit may change on the way.
_DIGITS: Final = 15
#: Writes a text as JSON has it.
_text: Final = json.JSONEncoder(ensure_ascii=False).encode
#: Seconds since 1970, by which builds that must be repeatable are told what day it is.
EPOCH: Final = "SOURCE_DATE_EPOCH"
#: The cells of the workbook that hold the trail, by the name of what they hold.
_DAY: Final = "recalculated_on"
NAMES: Final = {
    held: f"vsm_audit_{held}"
    for held in ("inputs_sha256", "software", "data_edition", "engine", _DAY)
}


@dataclass(frozen=True)
class Trail:
    """Where the results of a return come from.

    Attributes:
        inputs_sha256: fingerprint of the inputs.
        software: name and version of this software.
        data_edition: the edition of the framework's data.
        engine: name and version of what computed the formulas.
        recalculated_on: the day of recalculation.
    """

    inputs_sha256: str
    software: str
    data_edition: str
    engine: str
    recalculated_on: date


def canonical(inputs: Inputs) -> str:
    """Return the canonical text of some inputs.

    >>> canonical(Inputs({"size": 6e8, "date": date(2025, 4, 1)}, {"people": [{"post": "Nurse"}]}))
    '{"lines":{"date":"2025-04-01","size":600000000},"rows":{"people":[{"post":"Nurse"}]}}'
    """
    lines = _object({key: _value(entry) for key, entry in inputs.lines.items()})
    tables = {
        key: f"[{','.join(_object({name: _value(entry) for name, entry in row.items()}) for row in rows)}]"
        for key, rows in inputs.rows.items()
        if rows
    }
    return _object({"lines": lines, "rows": _object(tables)})


def inputs_sha256(inputs: Inputs) -> str:
    """Return the fingerprint of some inputs, 64 hexadecimal digits.

    >>> inputs_sha256(Inputs({}, {}))[:12]
    'ba169fce1992'
    """
    return sha256(canonical(inputs).encode()).hexdigest()


def _object(members: dict[str, str]) -> str:
    found = (f"{_text(key)}:{member}" for key, member in sorted(members.items()) if member)
    return f"{{{','.join(found)}}}"


def _value(entry: Entry) -> str:
    match entry:
        case None:
            return ""
        case str():
            return _text(text) if (text := normal_text(entry)) else ""
        case date():
            return f'"{entry.isoformat()}"'
    plain = f"{Decimal(f'{float(entry):.{_DIGITS}g}'):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


_day: Final[ContextVar[date | None]] = ContextVar("day", default=None)


@contextmanager
def dated(day: date) -> Iterator[None]:
    """Date with a day whatever is recalculated meanwhile."""
    token = _day.set(day)
    try:
        yield
    finally:
        _day.reset(token)


def today() -> date:
    """Return the day that a recalculation is dated with; ``SOURCE_DATE_EPOCH`` overrules the clock.

    Raises:
        UnusableInput: the variable holds no number of seconds.
    """
    if (day := _day.get()) is not None:
        return day
    told = os.environ.get(EPOCH, "")
    if not told:
        return datetime.now(UTC).astimezone().date()
    try:
        return datetime.fromtimestamp(int(told), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UnusableInput(
            f"The environment variable {EPOCH} is {told!r}; it must be a number of seconds since 1970."
        ) from None


def trail(package: Package, on: date, engine: EngineName = "embedded") -> Trail:
    """Return the audit trail of a return that was recalculated on a day.

    Args:
        package: the workbook, sound.
        on: the day.
        engine: what computed it.
    """
    return Trail(
        inputs_sha256=inputs_sha256(read_inputs(package, layout_of(package))),
        software=f"vsm-xl {__version__}",
        data_edition=str(call("VSM_EDITION")),
        engine=_engine(engine),
        recalculated_on=on,
    )


def _engine(engine: EngineName) -> str:
    # Loaded here, because most commands only read.
    if engine == "libreoffice":
        from vsm_xl.libreoffice.installations import find  # noqa: PLC0415

        return f"LibreOffice {find().version}".strip()
    from importlib.metadata import version  # noqa: PLC0415

    # The formulas of the template are computed here, and by the engine where that is not certain.
    return f"vsm-xl, formualizer {version('formualizer')}"


def stamp(package: Package, on: date, engine: EngineName = "embedded") -> Package:
    """Write the audit trail into a return, in the cells that have the names for it.

    Args:
        package: the workbook, sound; one without such cells is given back unchanged.
        on: the day of recalculation.
        engine: what computes it.
    """
    return with_trail(package, trail(package, on, engine))


def with_trail(package: Package, made: Trail) -> Package:
    """Write a trail that was made before; see :func:`stamp`."""
    parts = package.sheets()
    for sheet, cells in _cells(package).items():
        part = parts[sheet]
        values = {ref: _shown(made, key) for ref, key in cells.items()}
        xml = enter_values(package.parts[part], values, package.sheet(part))
        package = package.replace(part, xml)
    return package


def has_trail(package: Package, made: Trail) -> bool:
    """Return whether the trail in a return is this one, whatever its day."""
    found = _cells(package)
    held = contents(package, set(found))
    return all(
        held[sheet].get(ref) == _shown(made, key) or (key == _DAY and held[sheet].get(ref))
        for sheet, cells in found.items()
        for ref, key in cells.items()
    )


def _shown(made: Trail, key: str) -> CellValue:
    value = getattr(made, key)
    return value if isinstance(value, date) else str(value)


def _cells(package: Package) -> dict[str, dict[str, str]]:
    """Return what each cell of the trail holds, by sheet and reference."""
    names, sheets = workbook_names(package), package.sheets()
    found: dict[str, dict[str, str]] = {}
    for key, name in NAMES.items():
        sheet, _, ref = names.get(name, "").replace("$", "").rpartition("!")
        if sheet.strip("'") in sheets:
            found.setdefault(sheet.strip("'"), {})[ref] = key
    return found
