"""Some simulated returns, made and collated once for all tests of the room."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from collation_day import DAY  # type: ignore[import-not-found,unused-ignore]
from made_once import made_once  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.framework.edition import current
from vsm_xl.national.collate import Collated, collate
from vsm_xl.national.simulate import simulate_one, simulated_organisations
from vsm_xl.national.simulate_files import write_return

if TYPE_CHECKING:
    from pathlib import Path

    from vsm_xl.national.simulated import Simulated


@pytest.fixture(scope="session")
def made() -> list[Simulated]:
    """A clean return, one with script and formulas, and one for each criterion of the attention list."""
    kinds = ["", "", *(criterion.key for criterion in current().criteria)]
    providers = [one for one in simulated_organisations(60) if one.kind == "Provider"]
    found = [
        simulate_one(organisation, 3, "2025/26", kind)
        for organisation, kind in zip(providers, kinds, strict=False)
    ]
    found[1].people[1]["post"] = "<script>alert(1)</script> Director & Co"
    found[1].lines["explanation"] = '"><img src=x onerror=alert(2)>'
    found[1].lines["organisation"] = '=HYPERLINK("http://example.org","x")'
    return found


@pytest.fixture(scope="session")
def returns(made: list[Simulated]) -> Path:
    """Returns the folder of the returns, with one file that is not a workbook."""

    def write(folder: Path) -> None:
        for one in made:
            write_return(one, folder)
        (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing more")

    found: Path = made_once("national-returns", write)
    return found


@pytest.fixture(scope="session")
def collated(returns: Path) -> tuple[Path, Collated, list[str]]:
    """Returns the folder of the collation, what it came to, and the files reported as done."""

    def make(folder: Path) -> None:
        done: list[str] = []
        found = collate([returns], folder / "collation", DAY, done.append)
        (folder / "found").write_bytes(pickle.dumps((found, done)))

    folder = made_once("national-collation", make)
    found, done = pickle.loads((folder / "found").read_bytes())  # noqa: S301 - written above
    return folder / "collation", found, done
