"""Deliberately broken data files are refused, with file, record and field.

Each file in ``broken/`` replaces one file of the edition in ``sound/``; its first two lines
say which, and with which words it is to be refused.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from vsm_xl.framework.edition import EditionError, load
from vsm_xl.framework.ranges import COLUMNS

HERE = Path(__file__).parent
SOUND = HERE / "sound"
BROKEN = sorted((HERE / "broken").glob("*.toml"))
HEADINGS = ("# replaces: ", "# expected: ")


def test_there_are_broken_files() -> None:
    assert len(BROKEN) >= 40


def test_the_sound_edition_is_accepted() -> None:
    edition = load(SOUND)

    assert edition.label == "sound of 1 January 2030"
    assert edition.names == ("award.percent",)


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_a_broken_file_is_refused_in_words(file: Path, tmp_path: Path) -> None:
    text = file.read_text(encoding="utf-8")
    replaced, expected = (
        line.removeprefix(heading)
        for line, heading in zip(text.split("\n"), HEADINGS, strict=False)
    )
    folder = tmp_path / "sound"
    shutil.copytree(SOUND, folder)
    (folder / replaced).write_text(text, encoding="utf-8")

    with pytest.raises(EditionError) as refused:
        load(folder)

    assert any(line.startswith(expected) for line in refused.value.problems), refused.value.problems


def test_every_fault_of_an_edition_is_reported_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "sound"
    shutil.copytree(SOUND, folder)
    figures = folder / "figures.toml"
    text = figures.read_text(encoding="utf-8")
    figures.write_text(text.replace("fraction", "percent").replace('"H"', '"Z"'), encoding="utf-8")

    with pytest.raises(EditionError) as refused:
        load(folder)

    assert len(refused.value.problems) == 4


def test_an_edition_without_its_title_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "sound"
    shutil.copytree(SOUND, folder, ignore=shutil.ignore_patterns("edition.toml"))

    with pytest.raises(EditionError, match=r"edition\.toml: the file is missing from sound"):
        load(folder)


def test_a_file_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "sound"
    shutil.copytree(SOUND, folder)
    (folder / "figures.toml").write_bytes(b'[[figure]]\nname = "\xa3"\n')

    with pytest.raises(EditionError, match=r"figures\.toml: it is not UTF-8 text"):
        load(folder)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            "S,ICB,A,,,Chief executive,x,2,,2022-01-31,,A source,official",
            "old.csv, row 2, minimum: 'x' is not a number",
        ),
        (
            "S,ICB,A,,,Chief executive,1,2,,2022-01-31,,,official",
            "old.csv, row 2, source: it is empty",
        ),
    ],
)
def test_a_broken_range_table_of_an_edition_is_refused(
    row: str, words: str, tmp_path: Path
) -> None:
    folder = tmp_path / "sound"
    shutil.copytree(SOUND, folder)
    (folder / "ranges").mkdir()
    (folder / "ranges" / "old.csv").write_text(f"{','.join(COLUMNS)}\n{row}\n", encoding="utf-8")

    with pytest.raises(EditionError) as refused:
        load(folder)

    assert refused.value.problems[0].startswith(words)


def test_a_link_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "sound"
    shutil.copytree(SOUND, folder)
    secret = tmp_path / "secret.txt"
    secret.write_text("name = 'secret'", encoding="utf-8")
    try:
        (folder / "more.toml").symlink_to(secret)
    except OSError:
        pytest.skip("links cannot be made here")

    with pytest.raises(EditionError, match=r"more\.toml: it is not a plain file"):
        load(folder)
