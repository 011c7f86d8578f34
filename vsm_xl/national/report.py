"""The national fair pay report of a pay year, from the folder of a collation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.csv_reader import csv_file, hidden_character, plain_name
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.edition import current
from vsm_xl.national.attention import Entry, attention_list
from vsm_xl.national.blocks import Section, shown
from vsm_xl.national.chapters import chapters
from vsm_xl.national.chapters.awards import secret_awards
from vsm_xl.national.chapters.base import Chapters
from vsm_xl.national.chapters.movements import year_before
from vsm_xl.national.conventions import convention
from vsm_xl.national.organisation_page import Page, page_of
from vsm_xl.national.organisations import PUBLICATION, known_organisations
from vsm_xl.national.schema import OPEN_AWARD, TABLES
from vsm_xl.national.secret_amounts import SecretAmounts
from vsm_xl.national.simulated import WARNING
from vsm_xl.national.suppression import HIDDEN
from vsm_xl.national.visible import make_visible
from vsm_xl.text_fields import field_text, number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from vsm_xl.national.store import Store

#: Where a refusal says that a fault stands, and how it says that a formula was typed over.
_PLACE: Final = re.compile(r"sheet [A-Z][a-z ]+(, cell [A-Z]+[0-9]+( \([A-Z][^():']*\))?)?(?=:)")
_TYPED_OVER: Final = "where its formula belongs"
_CODE_HEADINGS: Final = ("code", "ods_code", "trust_code", "organisation_code", "org_code")
_NAME_HEADINGS: Final = ("name", "organisation", "trust_name", "organisation_name")


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the report says, ready to be shown as a page or a workbook.

    Attributes:
        pay_year: The pay year.
        title: The title.
        subtitle: What it rests on, one sentence.
        five: The figures of the first screen, each with ``value``, ``label``, ``note``, ``warn``.
        notices: What a reader must know before the figures.
        sections: The chapters.
        attention: The attention list.
        names: Names of the organisations by code.
        missing: Names of organisations that made no return; None where nothing was expected.
        refused: Files that were not taken or do not count, with the reason.
        organisations: A record for each return.
        pages: The pages of the organisations.
        method: How it was made, in paragraphs.
        sources: Documents that it rests on.
    """

    pay_year: str
    title: str
    subtitle: str
    five: list[dict[str, Any]]
    notices: list[dict[str, Any]]
    sections: tuple[Section, ...]
    attention: list[Entry]
    names: dict[str, str]
    missing: list[str] | None
    refused: list[dict[str, Any]]
    organisations: list[dict[str, Any]]
    pages: list[Page]
    method: list[str]
    sources: list[str]


def pay_years(store: Store) -> list[str]:
    """Return the pay years of a collation, the one with most returns first, then the newest."""
    rows = store.rows("SELECT pay_year FROM returns GROUP BY 1 ORDER BY count(*) DESC, 1 DESC")
    return [row["pay_year"] for row in rows]


def make_report(
    store: Store,
    pay_year: str | None = None,
    expected: dict[str, str] | None = None,
    begun: Callable[[Sequence[Section]], None] = lambda _: None,
) -> Report:
    """Return the report of a pay year.

    Args:
        store: the collation.
        pay_year: such as ``2025/26``; the one with most returns unless given.
        expected: names of the organisations that are to return, by code.
        begun: called with the chapters, before all else is worked out.

    Raises:
        UnusableInput: the collation holds no return of that year.
    """
    years = pay_years(store)
    year = pay_year or (years[0] if years else None)
    if not years:
        raise UnusableInput(
            "The collation holds no return: its manifest.csv says of each file why it was refused."
        )
    if year not in years:
        raise UnusableInput(f"The collation holds no return of {year}; held: {', '.join(years)}.")
    if not current().criteria:
        raise UnusableInput(
            f"Data edition {current().label} holds no criteria of the attention list. Make the "
            "report with a newer one, or without --edition."
        )
    least = int(convention("report.least_group"))
    data = Chapters(store, year, least)
    sections = chapters(data)
    begun(sections)
    entries = attention_list(store, year)
    rows = _organisation_rows(data, entries)
    names = {row["code"]: row["organisation"] or row["code"] for row in rows}
    refused = data.rows(
        """
        WITH files AS (SELECT *, counted AND pay_year <> $year AND code NOT IN
                              (SELECT code FROM returns WHERE pay_year = $year) AS of_another_year
                       FROM manifest)
        SELECT file, outcome, trim(concat(why, CASE WHEN of_another_year THEN concat(
                   ' It is for ', pay_year, '; there is no return of ', code, ' for ', $year, '.') END)) AS why
        FROM files WHERE NOT counted OR outcome <> 'Taken' OR of_another_year ORDER BY outcome, file
        """
    )
    make_visible(refused)
    for row in refused:
        row["why"] = _without_entries(row["file"], row["why"])
    missing = None if expected is None else _missing(expected, set(names))
    return Report(
        year,
        f"Pay of very senior managers, {year}",
        f"From {number_of(len(rows), 'return')} of trusts and integrated care boards in England.",
        _five(data, rows, entries, expected),
        _notices(rows),
        sections,
        entries,
        names,
        missing,
        refused,
        rows,
        _pages(store, year),
        _method(year, least),
        _sources(),
    )


def _organisation_rows(data: Chapters, entries: list[Entry]) -> list[dict[str, Any]]:
    rows = data.rows(
        """
        SELECT r.*, EXISTS (SELECT 1 FROM returns b WHERE b.code = r.code AND b.pay_year = $before)
                    AS returned_before, CASE WHEN EXISTS (SELECT 1 FROM posts p WHERE p.code = r.code
                                      AND p.pay_year = r.pay_year AND p.departs IS NULL) THEN NULL
                    ELSE (SELECT count(*) FROM departures d
                          WHERE d.code = r.code AND d.pay_year = r.pay_year) END AS departures
        FROM returns r WHERE r.pay_year = $year ORDER BY r.organisation, r.code
        """,
        before=year_before(data.year),
    )
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.code] = counts.get(entry.code, 0) + 1
    for row in rows:
        row["attention"] = counts.get(row["code"], 0)
        row["organisation"] = row["organisation"] or row["code"]
    awards, _ = secret_awards(data)
    # The table of movements holds a total of the organisations that returned in both years.
    again = {"again": [row["returned_before"] for row in rows]}
    salaries = SecretAmounts([row["posts"] for row in rows], again, data.least).members
    for at, row in enumerate(rows):
        if row["code"] in awards:
            row["total_award"] = HIDDEN
        if at in salaries:
            row["total_new_salary"] = HIDDEN
    return rows


def _five(
    data: Chapters,
    rows: list[dict[str, Any]],
    entries: list[Entry],
    expected: dict[str, str] | None,
) -> list[dict[str, Any]]:
    posts = data.rows(
        f"""
        SELECT count(*) AS posts, count(*) FILTER (award > 0) AS given,
               count(*) FILTER ({OPEN_AWARD}) AS unknown,
               sum(award_cost) AS cost
        FROM posts p WHERE pay_year = $year
        """,  # noqa: S608 - a constant of ours
    )[0]
    middle = data.rows("SELECT median(ratio_median) AS ratio FROM returns WHERE pay_year = $year")[
        0
    ]
    listed = len({entry.code for entry in entries})
    returned = number_of(posts["posts"], "post")
    if expected is not None:
        met = sum(row["code"] in expected for row in rows)
        returned = f"from {met:,} of {number_of(len(expected), 'expected organisation')}"
    known = posts["unknown"] == 0
    few = 0 < posts["given"] < data.least
    given = f"fewer than {data.least}" if few else f"{posts['given']:,}"
    cost = "not shown" if few else _millions(posts["cost"])
    return [
        {"value": f"{len(rows):,}", "label": "return" if len(rows) == 1 else "returns", "note": returned, "warn": False},
        {"value": given if known else "not known",
         "label": "post given an award" if given == "1" else "posts given an award",
         "note": f"of {posts['posts']:,}", "warn": False},
        {"value": cost if known else "not known",
         "label": "cost of the awards",
         "note": "a full year, with on-costs" if known
         else f"not determined for {data.share(posts['unknown'], posts['posts'])}", "warn": False},
        {"value": shown(middle["ratio"], "ratio"), "label": "times the median of staff",
         "note": "pay of the highest-paid director in the typical organisation", "warn": False},
        {"value": f"{len(entries):,}",
         "label": "entry that needs attention" if len(entries) == 1 else "entries that need attention",
         "note": f"in {number_of(listed, 'organisation')}", "warn": bool(entries)},
    ]  # fmt: skip


def _millions(amount: float | None) -> str:
    if amount is None:
        return "not known"
    million = 1_000 * 1_000
    return f"£{amount / million:,.1f}m" if amount >= million else f"£{amount:,.0f}"


def _notices(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    simulated = sum(row["simulated"] for row in rows)
    illustrative = sum(row["range_status"] != "official" for row in rows)
    found = [
        {
            "words": "This report is not a publication of NHS England. It collates returns that "
            "organisations made with vsm_xl.",
            "warn": False,
        }
    ]
    if simulated:
        found.insert(
            0,
            {
                "words": f"{_how_many(simulated, rows, 'is', 'are')} simulated. {WARNING}",
                "warn": True,
            },
        )
    if illustrative:
        found.append(
            {
                "words": f"{_how_many(illustrative, rows, 'uses', 'use')} pay ranges that are not "
                "official. Positions on the ranges, compa-ratios and, for boards, who approves a "
                "salary are therefore illustrations.",
                "warn": True,
            }
        )
    return found


def _how_many(count: int, rows: list[dict[str, Any]], one: str, more: str) -> str:
    verb = one if count == 1 else more
    if len(rows) == 1:
        return f"The return {verb}"
    every = f"{len(rows):,} returns"
    return f"{f'All {every}' if count == len(rows) else f'{count:,} of {every}'} {verb}"


def _without_entries(file: str, why: str) -> str:
    """Return why a file is refused, without what stands in its cells: that may be anything.

    >>> _without_entries("A.xlsx", "A.xlsx, sheet People, cell F9 (In post from): 'Jo' is text.")
    'A.xlsx, sheet People, cell F9 (In post from): what stands there cannot be used. manifest.csv says more.'
    >>> _without_entries("A.xlsx", "A.xlsx is empty.")
    'A.xlsx is empty.'
    """
    if not why.startswith(f"{file}, sheet "):
        return why
    found = _PLACE.match(why.removeprefix(f"{file}, "))
    if not found:
        return f"{file}: one of its sheets cannot be used. manifest.csv says more."
    what = (
        "its formula was typed over" if _TYPED_OVER in why else "what stands there cannot be used"
    )
    return f"{file}, {found[0]}: {what}. manifest.csv says more."


def _missing(expected: dict[str, str], returned: set[str]) -> list[str]:
    return sorted(f"{name} ({code})" for code, name in expected.items() if code not in returned)


def _pages(store: Store, year: str) -> list[Page]:
    tables: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for table in TABLES:
        if table.name in {"manifest", "differences", "checks"}:
            continue
        order = ", ".join(table.key)
        for row in store.rows(
            f"SELECT * FROM {table.name} WHERE pay_year = ? ORDER BY {order}",  # noqa: S608 - names of the schema
            [year],
        ):
            tables.setdefault(row["code"], {}).setdefault(table.name, []).append(row)
    pages = [page_of(rows) for rows in tables.values() if "returns" in rows]
    return sorted(pages, key=lambda page: (page.name, page.code))


def _method(year: str, least: int) -> list[str]:
    return [
        (
            "Each return is a workbook of its organisation. It was read as untrusted, and its structure "
            "and entries were checked. Each of its results was proved from the values it follows from; "
            "where one could not be, the return was computed again from its entries."
        ),
        (
            f"For each organisation one return of {year} counts: the one with the newest stamp. The "
            "table of files says what became of every file."
        ),
        (
            "Amounts are pounds a year unless it says otherwise. What a return does not determine is "
            "shown as not known and is in no total."
        ),
        (
            f"Groups of fewer than {least} posts are not shown, and neither are amounts of fewer posts, "
            "nor what they could be worked out from. Names of people are in no table."
        ),
        (
            "Quartiles are interpolated between ranks. Ratios are those of the accounts: the mid-point "
            "of the band of the highest-paid director against staff pay at full time."
        ),
        (
            "The attention list follows the criteria shown with it and nothing else; no score is "
            "worked out."
        ),
    ]


def _sources() -> list[str]:
    edition = current()
    codes = dict.fromkeys(criterion.source for criterion in current().criteria)
    found = [f"Framework data {edition.label}.", f"Organisations: {PUBLICATION}."]
    for code in codes:
        source = edition.source(code)
        found.append(f"{source.publisher}: {source.title}. {source.address}")
    return found


def read_expected(path: Path) -> dict[str, str]:
    """Return the organisations that are to return, from a CSV file such as the league table.

    Args:
        path: a CSV file with a column of codes, and of names where it has them.

    Raises:
        UnusableInput: it cannot be read, or has no column of codes.
    """
    records = csv_file(path, lambda header: len({*_headings(header)} & {*_CODE_HEADINGS}))
    headings = _headings(records[0][1]) if records else {}
    code = next((headings[name] for name in _CODE_HEADINGS if name in headings), None)
    if code is None:
        raise UnusableInput(
            f"{path} has no column of codes: name one of its columns {', '.join(_CODE_HEADINGS)}."
        )
    name = next((headings[name] for name in _NAME_HEADINGS if name in headings), len(headings))
    found = {}
    for number, fields in records[1:]:
        entered = [*fields, *[""] * (len(headings) + 1)]
        key = field_text(entered[code]).upper()
        if hidden := hidden_character(entered[code] + entered[name]):
            raise UnusableInput(f"{path}, row {number}: {hidden}.")
        if key:
            known = known_organisations().get(key)
            found[key] = known.name if known else field_text(entered[name]) or key
    return found


def _headings(header: Iterable[str]) -> dict[str, int]:
    """Return the columns by their headings, of two that are called alike the last."""
    return {plain_name(one).replace(" ", "_"): at for at, one in enumerate(header)}
