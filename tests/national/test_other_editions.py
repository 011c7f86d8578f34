"""Returns of an older edition are collated with it, and reports are made with any that holds criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from collation_day import DAY  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.returns import Return
from vsm_xl.errors import UnusableInput
from vsm_xl.framework import edition
from vsm_xl.framework.edition import load, packaged, using
from vsm_xl.framework.skeleton import begin
from vsm_xl.national.collate import collate
from vsm_xl.national.publish import write_report

if TYPE_CHECKING:
    from pathlib import Path

OLD = "2026-11"


@pytest.fixture(scope="module")
def collation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns the collation of one return of an older edition, whose size is not the published one."""
    folder = tmp_path_factory.mktemp("older")
    lines = {
        "ods_code": "RR8", "organisation": "Leeds Teaching Hospitals NHS Trust", "kind": "Provider",
        "pay_year": "2025/26", "date": DAY.replace(year=2025, month=4, day=1),
        "size": 1_000_000_000.0, "size_date": DAY.replace(year=2025, month=4, day=1),
        "league_segment": 3,
    }  # fmt: skip
    with using(packaged(OLD)):
        Return.new(people=3, file=folder / "old.xlsx").fill(lines, []).save()
    into = tmp_path_factory.mktemp("collated")
    collate([folder], into, DAY, lambda _: None)
    return into


def test_a_return_of_an_older_edition_is_taken_and_said_so(collation: Path) -> None:
    # What only the newest edition states (how large a difference is worth saying) holds for it too.
    manifest = (collation / "manifest.csv").read_text(encoding="utf-8")

    assert "It is computed with data edition 2026-11" in manifest
    assert "differs by more than 10 % from the income published" in manifest


def test_a_report_needs_an_edition_that_holds_criteria(collation: Path, tmp_path: Path) -> None:
    with using(packaged(OLD)), pytest.raises(UnusableInput, match="holds no criteria"):
        write_report(collation, tmp_path / "old.html", None, None)
    assert not (tmp_path / "old.html").exists()


def test_criteria_are_those_of_the_edition_in_use_wherever_it_lies(
    collation: Path, tmp_path: Path
) -> None:
    folder = begin(edition.newest(), "of-our-own", DAY, tmp_path)
    criteria = folder / "attention.toml"
    text = criteria.read_text(encoding="utf-8")
    assert text.count("Fair pay disclosure missing") == 1
    criteria.write_text(text.replace("Fair pay disclosure missing", "Our own words"), "utf-8")

    with using(load(folder, external=True)):
        write_report(collation, tmp_path / "own.html", None, None)

    assert "A12 Our own words" in (tmp_path / "own.html").read_text(encoding="utf-8")
