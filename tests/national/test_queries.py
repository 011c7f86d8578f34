"""The letters to organisations: their own open points, and nothing of another file under their code."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from collation_day import DAY  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.errors import UnusableInput
from vsm_xl.national.collate import Collated, collate
from vsm_xl.national.queries import make_empty_folder, write_queries
from vsm_xl.ooxml import Package, enter_values

if TYPE_CHECKING:
    from pathlib import Path

    from vsm_xl.national.simulated import Simulated


def test_each_letter_asks_about_the_return_that_counts(
    collated: tuple[Path, Collated, list[str]], returns: Path, made: list[Simulated], tmp_path: Path
) -> None:
    folder = tmp_path / "collation"
    shutil.copytree(collated[0], folder)
    first, other = (one.organisation for one in made[2:4])
    # The second organisation's return under the code of the first: its size and name are not theirs.
    package = Package.open(returns / f"{other.code}-2025-26.xlsx")
    part = package.sheets()["Organisation"]
    cell = template_layout(20).places["organisation"].line_cell("ods_code")
    intruder = tmp_path / "zz-intruder.xlsx"
    xml = enter_values(package.parts[part], {cell: first.code})
    intruder.write_bytes(package.replace(part, xml).to_bytes())
    before, after = tmp_path / "before", tmp_path / "after"
    for letters in (before, after):
        make_empty_folder(letters)
    assert write_queries(folder, before) == len(list(before.iterdir()))
    collate([intruder], folder, DAY, lambda _: None, workers=1)

    write_queries(folder, after)

    plain, asked = (
        (one / f"{first.code}-2025-26.txt").read_text("utf-8") for one in (before, after)
    )
    assert f"{other.name} uses the code of {first.name}, whose return counts." in asked
    assert "The name entered differs" not in asked
    assert len(asked.splitlines()) == len(plain.splitlines()) + 2
    assert "C012 No pay range is illustrative: fail (Pay ranges, " in plain
    assert plain.rstrip().endswith(
        "Where an entry is right as it stands, please reply with the reason."
    )
    others = {one.name for one in before.iterdir()} - {f"{first.code}-2025-26.txt"}
    assert all((before / one).read_bytes() == (after / one).read_bytes() for one in others)


def test_letters_are_not_mixed_with_those_of_another_run(tmp_path: Path) -> None:
    (tmp_path / "RAA-2024-25.txt").write_text("An older letter.")

    with pytest.raises(UnusableInput, match="is not empty: letters of another run"):
        make_empty_folder(tmp_path)
