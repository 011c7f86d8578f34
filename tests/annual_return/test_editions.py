"""A return of another edition of the package: from Python, for several at once, and next year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sample_return as sample  # type: ignore[import-not-found,unused-ignore]

from vsm_xl import Return
from vsm_xl.annual_return.reading.editions import OtherEdition
from vsm_xl.cli import main
from vsm_xl.framework.edition import EditionError, chosen, current, packaged, using

if TYPE_CHECKING:
    from pathlib import Path

OLD = "2026-11"


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("editions") / "old.xlsx"
    with using(packaged(OLD)):
        made = Return.new(people=5, file=file)
        made.fill(sample.ORGANISATION, sample.PEOPLE, ranges=sample.RANGES).save()
    return file


def test_a_return_is_computed_with_the_edition_that_it_names_whichever_is_in_use(old: Path) -> None:
    opened = Return.open(old)
    assert opened.edition is packaged(OLD)
    assert not chosen()
    # Outside of any ``using``, everything is computed with its own.
    assert opened.results.master == "Pass"
    assert opened.recalculate().package.parts
    assert {check.result for check in opened.check().checks} <= {"Pass", "Nothing to check"}
    assert OLD in opened.exported("json")[""].decode()
    assert not opened.save()
    assert current().name != OLD


def test_another_edition_than_it_names_is_refused_in_words(old: Path) -> None:
    refused = []
    for given in (current().name, current()):
        with pytest.raises(OtherEdition) as found:
            Return.open(old, edition=given)
        refused.append(str(found.value))
    with using(current()), pytest.raises(OtherEdition) as found:
        Return.open(old)
    refused.append(str(found.value))
    with pytest.raises(EditionError, match="No edition '2031-01'"):
        Return.open(old, edition="2031-01")

    for words in refused:
        assert f"is computed with data edition {packaged(OLD).label}" in words
        assert f"by --edition {OLD}" in words
    assert Return.open(old, edition=OLD).edition is packaged(OLD)


def test_next_year_begins_with_the_newest_edition(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new, rolled = Return.open(old).roll_forward()
    assert new.edition is current()
    assert (rolled.edition, rolled.edition_before) == (current(), packaged(OLD))

    file = tmp_path / "new.xlsx"
    assert main(["roll-forward", str(old), "-o", str(file)]) == 0
    shown = capsys.readouterr().out
    assert f"It is computed with data edition {current().label}; {old} was" in shown
    assert Return.open(file).edition is current()


def test_several_returns_are_checked_each_with_its_own(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = tmp_path / "new.xlsx"
    Return.new(people=5, file=new).fill(
        sample.ORGANISATION, sample.PEOPLE, ranges=sample.RANGES
    ).save()
    assert main(["check", str(old), str(new)]) == 0
    assert f"{old}: computed with data edition {packaged(OLD).label}" in capsys.readouterr().err
    # An edition that was asked for is never put aside.
    assert main(["--edition", current().name, "check", str(old), str(new)]) == 2
    assert "is computed with data edition" in capsys.readouterr().err
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(old.read_bytes())
    asked = ["--edition", current().name, "recalc", str(copy), str(new)]
    assert main([*asked, "-o", str(tmp_path / "out")]) == 2
