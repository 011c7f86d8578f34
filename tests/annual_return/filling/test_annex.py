"""Annexes of pay ranges in ten layouts give one table; what is not understood is refused by cell."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from annex_tables import LAYOUTS, expected  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.filling.annex import Annex, Asked, read_annex
from vsm_xl.annual_return.filling.annex_files import annex_sheets
from vsm_xl.annual_return.filling.range_tables import table_csv
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.ranges import RangeTable

if TYPE_CHECKING:
    from pathlib import Path


def _read(path: Path, asked: Asked | None = None) -> Annex:
    sheets, digest = annex_sheets(path, is_workbook=path.suffix == ".xlsx")
    return read_annex(sheets, path.name, f"{path.name} ({digest[:12]})", asked or Asked())


def _ranges(annex: Annex) -> set[tuple[object, ...]]:
    return {
        (
            row.org_kind,
            (row.size_from or 0) / 100,
            None if row.size_to is None else row.size_to / 100,
            row.role,
            row.minimum / 100,
            row.operational_maximum / 100,
            None if row.exception_maximum is None else row.exception_maximum / 100,
        )
        for row in annex.table.rows
    }


@pytest.mark.parametrize("name", LAYOUTS)
def test_an_annex_is_understood_however_it_is_laid_out(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(LAYOUTS[name]())
    annex = _read(path)

    assert _ranges(annex) == expected()
    assert {row.effective_from for row in annex.table.rows} == {date(2031, 4, 1)}
    assert {row.status for row in annex.table.rows} == {"official"}
    assert all(name in row.source for row in annex.table.rows)


def test_every_layout_has_the_same_fingerprint(tmp_path: Path) -> None:
    found = set()
    for name in ("block-per-role.xlsx", "wide-merged.xlsx", "comma-spans.csv"):
        path = tmp_path / name
        path.write_bytes(LAYOUTS[name]())
        found.add(RangeTable.from_csv(table_csv(_read(path).table.rows).decode()).fingerprint)

    # The words for a group differ between these three only in case and spacing.
    assert len(found) == 1


_HEAD = "Providers from 1 April 2031\nRole,Size,Minimum,Operational maximum\n"


def test_what_is_not_understood_is_refused_with_its_cell(tmp_path: Path) -> None:
    bad = [
        ("an amount in words", _HEAD + "Director,up to £1m,tbc,130000\n", "C3: 'tbc' is under minimum"),
        ("thousands that nobody states", _HEAD + "Director,up to £1m,100,130\n", "must say £000"),
        ("no maximum", _HEAD + "Director,up to £1m,100000,n/a\n", "no operational maximum is found"),
        ("two amounts for one range", _HEAD + "Director,up to £1m,100000,130000\n" * 2 + "Director,up to £1m,100001,130000\n",
         "the minimum of Director, up to £1m, is already in"),
        ("a gap", _HEAD + "Director,up to £1m,100000,130000\nDirector,over £2m,100000,130000\n", "there is a gap"),
        ("an overlap", _HEAD + "Director,£1m to £3m,100000,130000\nDirector,over £2m,100000,130000\n", "overlap"),
        ("upside down", _HEAD + "Director,up to £1m,130000,100000\n", "is below the minimum"),
        ("no role", "Providers from 1 April 2031\nSize,Minimum,Operational maximum\nup to £1m,100000,130000\n", "no role is found"),
        ("no day", _HEAD.replace(" from 1 April 2031", "") + "Director,up to £1m,100000,130000\n", "use --from"),
        ("two days", "From 1 April 2030 and from 1 April 2031\n" + _HEAD + "Director,up to £1m,100000,130000\n", "names several days"),
        ("no kind", _HEAD.replace("Providers", "Ranges") + "Director,up to £1m,100000,130000\n", "add --kind"),
        ("no table", "Dear colleague\nPlease find attached nothing\n", "no table of pay ranges is found"),
    ]  # fmt: skip
    wrong = []
    for what, text, words in bad:
        path = tmp_path / "annex.csv"
        path.write_text(text, encoding="utf-8")
        try:
            _read(path)
        except UnusableInput as fault:
            wrong += [] if words in str(fault) else [f"{what}: {fault}"]
        else:
            wrong.append(f"{what}: taken")
    assert wrong == []


def test_what_the_annex_does_not_say_is_said_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "annex.csv"
    path.write_text(
        "Draft\nRole,Size,Minimum,Op max\nCEO,over £1m,=100000,130000\n".replace("=", ""),
        encoding="utf-8",
    )
    asked = Asked(starts=date(2032, 4, 1), ends=date(2033, 3, 31), kind="Provider")
    (row,) = _read(path, asked).table.rows

    assert (row.org_kind, row.role, row.effective_from, row.effective_to) == (
        "Provider", "Chief executive", date(2032, 4, 1), date(2033, 3, 31)
    )  # fmt: skip
    assert row.status == "illustrative"


def test_edges_are_put_where_the_words_put_them(tmp_path: Path) -> None:
    cases = [
        ("up to £200m", "£200m to £400m", "over £400m", (20_000_000_000, 40_000_000_001)),
        ("up to £200m", "over £200m up to £400m", "over £400m", (20_000_000_001, 40_000_000_001)),
        ("under £200m", "£200m - £399.9m", "£400m+", (20_000_000_000, 40_000_000_000)),
        ("£0-£199,999,999", "£200,000,000-£399,999,999", "£400,000,000 or more", (20_000_000_000, 40_000_000_000)),
        ("Up to £200m", "Up to £400m", "Above £400m", (20_000_000_000, 40_000_000_001)),
    ]  # fmt: skip
    wrong = []
    for *groups, edges in cases:
        path = tmp_path / "annex.csv"
        lines = [f'Director,"{group}",{100000 + at},130000' for at, group in enumerate(groups)]
        path.write_text(_HEAD + "\n".join(lines), encoding="utf-8")
        rows = _read(path).table.rows
        got = (rows[0].size_to, rows[1].size_to)
        if got != edges or [row.size_from for row in rows] != [0, *edges]:
            wrong.append((groups, got))
    assert wrong == []
