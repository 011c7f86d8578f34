"""Annual returns as people fill them in, faults included: each is drawn from its own seed.

Entered cell by cell into the template, whatever the entry checks of Excel would say: values that
are pasted pass them by.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.errors import XlError
from vsm_xl.ooxml import Package, enter_values
from vsm_xl.ooxml.references import parse_range, reference
from vsm_xl.recalc import recalculate

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsm_xl.annual_return.template.layout import Place

PEOPLE = 4
STAFF_ROWS = 40
ROLES = ("Chief executive", "Director", "Medical director", "CEO", "Finance")
FAULTS: tuple[Any, ...] = (
    "text", "  ", 0, -1, 1.5, True, False, "£5", 45748, 0.005,
    XlError("#N/A"), XlError("#VALUE!"), XlError("#DIV/0!"), "#N/A", dt.date(1999, 1, 1), "Yes",
)  # fmt: skip
#: Every other return is sound; in the rest one entry in so many is a fault.
FAULTY = 50
SIZES = {
    "Provider": (50e6, 300e6, 600e6, 999_999_999.99, 1.1e9, 2.1e9),
    "ICB": (1.2e6, 1.9e6, 2.6e6, 3.1e6),
}


@cache
def blank() -> Package:
    made: Package = blank_template(PEOPLE, "blank.xlsx", staff_rows=STAFF_ROWS)
    return made


@cache
def lists() -> dict[str, list[Any]]:
    """The items of the template's lists of choices, by the name of the list."""
    layout = template_layout(PEOPLE, staff_rows=STAFF_ROWS)
    computed = recalculate(blank())
    found = {}
    for name, place in layout.names.items():
        if not name.startswith("vsm_list_"):
            continue
        sheet, _, cells = place.replace("$", "").rpartition("!")
        top, left, bottom, _ = parse_range(cells)
        values = [
            computed.value(sheet.strip("'"), reference(row, left)) for row in range(top, bottom + 1)
        ]
        found[name] = [value for value in values if value not in {None, ""}]
    return found


def day(random: Random) -> dt.date:
    first = dt.date(2025, 4, 1)
    if random.random() < 0.8:
        return first + dt.timedelta(days=random.randrange(365))
    return random.choice(
        (first, dt.date(2025, 3, 31), dt.date(2024, 6, 1), dt.date(2026, 4, 1), dt.date(2029, 5, 5))
    )


def pounds(random: Random) -> float:
    low, high = random.choice(((90_000, 400_000), (140_000, 200_000), (20_000, 60_000)))
    return round(random.uniform(low, high), random.choice((0, 2, 2)))


def share(random: Random) -> float:
    return random.choice(
        (0.01, 0.02, 0.0325, 0.05, 0.1, 0.1001, 0.15, 0.2, 0.25, round(random.random(), 4))
    )


#: How the values of a kind are drawn.
KINDS: dict[str, Callable[[Random], Any]] = {
    "text": lambda random: random.choice(
        ("A", "Chief Nurse", "Director of Finance", "RZZ", "x" * 255)
    ),
    "words": lambda random: random.choice(
        ("Because", "As minuted on 1 May", 'Ça & <so> "on"', "é" * 300)
    ),
    "money": pounds,
    "whole pounds": lambda random: float(random.randrange(100, 400) * 1000),
    "size": lambda random: random.choice((50e6, 300e6, 600e6, 999_999_999.99, 2.1e9, 1.2e6, 3.1e6)),
    "percentage": share,
    "full-time equivalent": lambda random: random.choice((1.0, 0.8, 0.5, 0.01)),
    "date": day,
    "award given": lambda random: random.choice(("none", "None", 0.01, 0.02, 0.0325, 0.04)),
    "pay or band": lambda random: random.choice(("280-285", "300-305", 281_000.0, "280-286")),
    "earlier ratio": lambda random: round(random.uniform(1, 12), 2),
    "number of people": lambda random: float(random.randrange(0, 30_000)),
    "days": lambda random: random.choice((1.0, 12.5, 60.0, 220.0)),
}
#: What is drawn otherwise than its kind would have it, by table and key.
KEYS: dict[tuple[str, str], Callable[[Random], Any]] = {
    ("organisation", "kind"): lambda random: random.choice(("Provider", "Provider", "ICB")),
    ("organisation", "pay_year"): lambda random: random.choice(
        ("2025/26", "2025/26", "2025/26", "2025/26", "2024/25", "2026/27", "2023/24", "2031/32")
    ),
    ("organisation", "size"): lambda random: random.choice(
        (50e6, 300e6, 600e6, 600e6, 2.1e9, 1.2e6, 1.9e6, 3.1e6, "One", "Group 9", 300.0)
    ),
    ("organisation", "league_segment"): lambda random: random.choice((1, 2, 3, 4, 5, 5, "Not segmented", 7)),
    ("people", "role"): lambda random: random.choice(ROLES),
    ("ranges", "role"): lambda random: random.choice(ROLES[:3]),
    ("ranges", "group"): lambda random: random.choice(("One", "Two")),
    ("policy", "award.withheld_segments"): lambda random: random.choice(("5", "4, 5", "4;5", "none")),
    ("policy", "approval.provider_threshold"): lambda random: random.choice((150_000.0, 170_000.0, 200_000.0)),
}  # fmt: skip
#: How often the entries of a table are filled in; the others stay blank.
FILLED = {"organisation": 0.9, "people": 0.45, "staff_pay": 0.7, "policy": 0.3}
ALWAYS = {
    ("people", "post"), ("people", "salary"), ("people", "role"), ("people", "in_post_from"),
    ("people", "decision"), ("organisation", "kind"), ("organisation", "pay_year"),
    ("organisation", "date"),
}  # fmt: skip


def random_return(seed: int) -> Package:
    """Give the return of a seed, not yet recalculated."""
    random = Random(seed)  # noqa: S311 - no secret
    sound = seed % 2 == 0
    layout = template_layout(PEOPLE, staff_rows=STAFF_ROWS)
    changes: dict[str, dict[str, Any]] = {}
    for table, place in layout.places.items():
        if place.sheet.purpose != "input":
            continue
        sheet = changes.setdefault(place.sheet.title, {})
        if table == "ranges":
            sheet |= entered_ranges(random, place, sound=sound)
        elif place.table.lines:
            sheet |= entered_lines(random, table, place, sound=sound)
        else:
            sheet |= entered_rows(random, table, place, sound=sound)
    package = blank()
    parts = package.sheets()
    for title, cells in changes.items():
        package = package.replace(parts[title], enter_values(package.parts[parts[title]], cells))
    return Package(f"seed-{seed}.xlsx", package.parts)


def entered_lines(random: Random, table: str, place: Place, *, sound: bool) -> dict[str, Any]:
    entries = {
        place.line_cell(line.key): drawn(
            random, table, line.key, line.kind.name, line.choices, sound=sound
        )
        for line in place.table.lines
    }
    # A size that its kind of organisation can have, most of the time.
    if table == "organisation" and sound and random.random() < 0.85:
        kind = entries[place.line_cell("kind")]
        entries[place.line_cell("size")] = random.choice(SIZES[kind])
    return {ref: entry for ref, entry in entries.items() if entry is not None}


def entered_rows(random: Random, table: str, place: Place, *, sound: bool) -> dict[str, Any]:
    rows = random.randrange(1, PEOPLE + 1) if table == "people" else random.choice((0, 3))
    entries = {
        place.cell(column.key, at): drawn(
            random, table, column.key, column.kind.name, column.choices, sound=sound
        )
        for at in range(rows)
        for column in place.table.columns
    }
    return {ref: entry for ref, entry in entries.items() if entry is not None}


def entered_ranges(random: Random, place: Place, *, sound: bool) -> dict[str, Any]:
    entries = {}
    for at, row in enumerate(range_rows(random)):
        for key, value in row.items():
            faulty = not sound and random.random() < 1 / 400
            entries[place.cell(key, at)] = random.choice(FAULTS) if faulty else value
    return {ref: entry for ref, entry in entries.items() if entry is not None}


def drawn(
    random: Random, table: str, key: str, kind: str, choices: str | None, *, sound: bool
) -> Any:
    if (table, key) not in ALWAYS and random.random() > FILLED.get(table, 0.8):
        return None
    if not sound and random.random() < 1 / FAULTY:
        fault = random.choice(FAULTS)
        # A truth in place of a date is compared with dates, which Calc does as with 1 and 0; and
        # days before the first are texts of their own in each program.
        odd = isinstance(fault, bool) or (isinstance(fault, int | float) and fault < 1)
        return "text" if kind == "date" and odd else fault
    if (table, key) in KEYS:
        return KEYS[table, key](random)
    if choices:
        return random.choice(lists()[choices])
    return KINDS[kind](random)


def range_rows(random: Random) -> list[dict[str, Any]]:
    """A table of ranges: mostly sound, sometimes with roles or sizes left out, sometimes none."""
    rows: list[dict[str, Any]] = []
    if random.random() < 0.12:
        return rows
    for kind, edges in (("Provider", (0.0, 400e6, 1e9)), ("ICB", (0.0, 1.5e6, 2.5e6))):
        if random.random() < 0.15:
            continue
        for role in ("Chief executive", "Director"):
            if random.random() < 0.15:
                continue
            base = random.randrange(110, 260) * 1000.0
            open_end = random.random() < 0.7
            for at, (low, high) in enumerate(
                zip(edges, (*edges[1:], None if open_end else edges[-1] * 1.2), strict=True)
            ):
                rows.append(
                    {
                        "scheme": "Drawn", "org_kind": kind, "group": ("One", "Two", "Three")[at],
                        "size_from": low, "size_to": high, "role": role,
                        "minimum": base + at * 10_000, "operational_maximum": base + 40_000 + at * 10_000,
                        "exception_maximum": random.choice((None, base + 60_000 + at * 10_000)),
                        "effective_from": dt.date(2025, 4, 1), "source": "Drawn by lot",
                        "status": random.choice(("official", "official", "illustrative")),
                    }
                )  # fmt: skip
    return rows
