"""A few simulated returns, made and collated once for all tests of the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from collation_day import DAY  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.national.collate import Collated, collate
from vsm_xl.national.simulate import simulate
from vsm_xl.national.simulate_files import write_return

if TYPE_CHECKING:
    from pathlib import Path

    from vsm_xl.national.simulated import Simulated


@pytest.fixture(scope="session")
def made() -> list[Simulated]:
    """Three organisations: one writes script and formulas, one pays a bonus over the limit."""
    found = [one for one in simulate(60, 3) if not one.damage][:2]
    found[1].people[1]["post"] = "<script>alert(1)</script> Director & Co"
    found[1].lines["explanation"] = '"><img src=x onerror=alert(2)>'
    found[1].lines["organisation"] = '=HYPERLINK("http://example.org","x")'
    over = next(
        one
        for one in simulate(155, 1)
        if any(planted.what == "bonus_over_limit" for planted in one.planted)
    )
    return [*found, over]


@pytest.fixture(scope="session")
def returns(made: list[Simulated], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns the folder of the returns, with one file that is not a workbook."""
    folder = tmp_path_factory.mktemp("returns")
    for one in made:
        write_return(one, folder)
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing more")
    return folder


@pytest.fixture(scope="session")
def collated(
    returns: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Collated, list[str]]:
    """Returns the folder of the collation, what it came to, and the files reported as done."""
    folder = tmp_path_factory.mktemp("collation")
    done: list[str] = []
    return folder, collate([returns], folder, DAY, done.append), done
