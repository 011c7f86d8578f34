"""Returns as they come back: seeded faults, careless pastes, other programs, one very large one.

What is seeded, and how rows go lost, is described once, in the folder of the annual return.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]

sys.path.insert(0, str(Path(__file__).parent.parent / "annual_return"))

import sample_return as sample  # type: ignore[import-not-found,unused-ignore]
from damage import (  # type: ignore[import-not-found,unused-ignore]
    Move,
    as_google_sheets_saves,
    changed,
    deleted,
)
from faults import SEEDS  # type: ignore[import-not-found,unused-ignore]
from test_seeded_faults import (  # type: ignore[import-not-found,unused-ignore]
    pasted,
    people_of,
    ranges_of,
)

from vsm_xl.annual_return.filling.fill import fill
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.errors import XlError
from vsm_xl.libreoffice import installations
from vsm_xl.libreoffice.installations import environment
from vsm_xl.ooxml import Package, enter_values
from vsm_xl.recalc import recalculate
from vsm_xl.recalc.calc.profile import USER, new_folder, shared_packages
from vsm_xl.recalc.calc.profile import fill as fill_profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vsm_xl.ooxml.values import CellValue

PEOPLE = 5
MANY = 500
NO_BREAK = "\u00a0"


@cache
def blank() -> Package:
    made: Package = blank_template(PEOPLE, "return.xlsx")
    return made


@cache
def complete() -> Package:
    return fill(blank(), sample.ORGANISATION, sample.PEOPLE, sample.RANGES)


def seeded(number: int) -> Package:
    """The return with one of the seeded faults, not yet recalculated."""
    seed = SEEDS[number]
    package = fill(
        blank(), sample.ORGANISATION | seed.organisation, people_of(seed), ranges_of(seed),
        staff_pay=seed.staff,
    )  # fmt: skip
    made: Package = pasted(package, seed)
    return made


def typed(*entries: tuple[str, str, int, CellValue]) -> Package:
    """Type values into inputs, or over formulas, as they are: table, key, row and value."""
    package = complete()
    layout = layout_of(package)
    for table, key, at, value in entries:
        place = layout.places[table]
        ref = place.line_cell(key) if place.table.lines else place.cell(key, at)
        part = package.sheets()[place.sheet.title]
        package = package.replace(part, enter_values(package.parts[part], {ref: value}))
    return package


def large() -> Package:
    people = [
        sample.PEOPLE[0],
        *(
            {**sample.PEOPLE[1 + at % 2], "post": f"Post {at}", "salary": 60_000.0 + at * 317.25}
            for at in range(1, MANY)
        ),
    ]
    package = blank_template(MANY, "large.xlsx")
    return fill(package, sample.ORGANISATION, people, sample.RANGES)


def saved_by_libreoffice(*, with_functions: bool) -> Package:
    """A recalculated return as Calc saves it, with our functions installed or without."""
    found = installations.find()
    folder = new_folder()
    fill_profile(folder, found)
    file = folder / "return.xlsx"
    file.write_bytes(recalculate(complete()).package.to_bytes())
    shared = shared_packages(folder if with_functions else folder / "nothing")
    try:
        subprocess.run(
            [found.program, f"-env:UserInstallation={(folder / USER).as_uri()}", shared, "--headless",
             "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder / "saved", file],
            capture_output=True, timeout=600, check=True, env=environment(found.python, folder),
        )  # fmt: skip
        data = (folder / "saved" / file.name).read_bytes()
    finally:
        shutil.rmtree(folder)
    return Package.from_bytes(data, file.name)


def with_formulas() -> Package:
    """Inputs that are worked out beside the return, as people do."""

    def change(workbook: Any) -> None:
        people = workbook["People"]
        place = layout_of(complete()).places["people"]
        people[place.cell("salary", 0)] = "=270000+7500"
        people[place.cell("fte", 1)] = "=1/0"
        people[place.cell("bonus_percent", 0)] = '=IF(1=1,"",0)'
        people[place.cell("in_post_from", 2)] = "=DATE(2023,5,1)"
        people[place.cell("post", 1)] = '="Director of "&"Finance"'

    made: Package = changed(complete(), change)
    return made


def with_a_sheet_of_its_own() -> Package:
    """A return with workings on a sheet that a person put in."""

    def change(workbook: Any) -> None:
        workbook.create_sheet("My workings")["A1"] = "=1+1"

    made: Package = changed(complete(), change)
    return made


#: By name, each made when it is needed.
ODD: dict[str, Callable[[], Package]] = {
    "five hundred people": large,
    "saved by LibreOffice": lambda: saved_by_libreoffice(with_functions=False),
    "saved by LibreOffice with our functions": lambda: saved_by_libreoffice(with_functions=True),
    "saved by openpyxl": lambda: changed(complete(), lambda _: None),
    "saved by Google Sheets": lambda: as_google_sheets_saves(complete()),
    "errors pasted over inputs": lambda: typed(
        ("people", "salary", 0, XlError("#REF!")), ("people", "fte", 1, XlError("#REF!")),
        ("organisation", "size", 0, XlError("#REF!")), ("ranges", "minimum", 0, XlError("#REF!")),
        ("staff_pay", "median", 0, XlError("#REF!")),
    ),
    "every error, one person each": lambda: typed(
        ("people", "salary", 0, XlError("#N/A")), ("people", "role", 1, XlError("#NAME?")),
        ("people", "decision", 2, XlError("#DIV/0!")),
    ),
    "texts in cells of numbers": lambda: typed(
        ("people", "salary", 0, "two hundred thousand"), ("people", "fte", 1, "full"),
        ("people", "bonus_percent", 0, "five"), ("organisation", "size", 0, "large"),
        ("organisation", "league_segment", 0, "three"), ("staff_pay", "p25", 0, "unknown"),
        ("ranges", "size_from", 1, "none"),
    ),
    "numbers kept as texts": lambda: typed(
        ("people", "salary", 0, "277500"), ("people", "fte", 1, "0.5"),
        ("organisation", "size", 0, "600,000,000"), ("organisation", "league_segment", 0, "3"),
    ),
    "no-break spaces": lambda: typed(
        ("people", "salary", 0, f"277500{NO_BREAK}"), ("people", "post", 1, NO_BREAK),
        ("people", "role", 2, f"Director{NO_BREAK}"), ("people", "exempt", 0, f"{NO_BREAK}Yes"),
        ("organisation", "organisation", 0, f"Example{NO_BREAK}Trust"),
        ("staff_pay", "median", 0, NO_BREAK), ("organisation", "kind", 0, f"Provider{NO_BREAK}"),
    ),
    "dates as texts": lambda: typed(
        ("people", "in_post_from", 0, "06/01/2020"), ("people", "in_post_to", 1, "2025-09-30"),
        ("people", "premium_from", 2, "1 July 2025"), ("organisation", "date", 0, "1.4.2025"),
        ("organisation", "size_date", 0, "31 Feb 2025"), ("ranges", "effective_from", 0, "2025"),
    ),
    "dates that are none": lambda: typed(
        ("people", "in_post_from", 0, -1), ("people", "in_post_to", 1, 3_000_000),
        ("organisation", "date", 0, 45748.75), ("people", "premium_to", 2, dt.date(9999, 12, 31)),
    ),
    "truths as inputs": lambda: typed(
        ("people", "exempt", 0, True), ("organisation", "programme", 0, False),
        ("organisation", "challenged", 0, True), ("organisation", "complies", 0, True),
    ),
    "truths among amounts": lambda: typed(
        ("people", "salary", 0, True), ("people", "fte", 1, False), ("ranges", "minimum", 0, True),
    ),
    "very large and very small amounts": lambda: typed(
        ("people", "salary", 0, 9.99e11), ("people", "salary", 1, 0.004), ("people", "fte", 2, 1e-9),
        ("organisation", "size", 0, 1e15), ("staff_pay", "p25", 0, 1e-300),
    ),
    "texts that formulas might take for patterns": lambda: typed(
        ("people", "post", 0, "*"), ("people", "post", 1, "?"), ("people", "post", 2, "~*"),
        ("people", "justification", 2, "=1+1"), ("organisation", "organisation", 0, '"quoted" <&>'),
    ),
    "formulas over inputs": with_formulas,
}  # fmt: skip
#: Damaged so that no engine may see them.
DAMAGED: dict[str, Callable[[], Package]] = {
    "a row of People deleted": lambda: changed(complete(), Move("People", 9, -1)),
    "a row of Organisation deleted": lambda: changed(complete(), Move("Organisation", 9, -1)),
    "a row of Decisions deleted": lambda: changed(complete(), Move("Decisions", 9, -1)),
    "a row of People put in": lambda: changed(complete(), Move("People", 9, 1)),
    "a column of People deleted": lambda: changed(complete(), Move("People", 7, -1, rows=False)),
    "a sheet deleted": lambda: changed(complete(), deleted("Pay ranges")),
}


def returns(names: list[str | int]) -> Iterator[Package]:
    """Give odd returns by name, and seeded faults by number."""
    for name in names:
        package = seeded(name) if isinstance(name, int) else (ODD | DAMAGED)[name]()
        yield Package(f"{name}.xlsx", package.parts)
