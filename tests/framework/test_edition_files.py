"""Data are read without pydantic, and the packaged data read alike with and without checks."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import vsm_xl
from vsm_xl import framework
from vsm_xl.framework.edition import EditionError, current, load
from vsm_xl.framework.edition_files import TITLE_FILE, parse_files, plain_records, read_records
from vsm_xl.framework.model import (
    CriterionModel,
    FigureModel,
    InformationModel,
    SourceModel,
    TitleModel,
)
from vsm_xl.framework.records import Criterion, Figure, Information, Source, Title

if TYPE_CHECKING:
    from vsm_xl.framework.model import RecordModel

ROOT = Path(vsm_xl.__file__).parents[1]
DATA = Path(framework.__path__[0]) / "data"
PACKAGED = sorted(folder for folder in DATA.iterdir() if folder.is_dir())
SOUND = Path(__file__).parent / "sound"
KINDS: dict[str, tuple[type[RecordModel], type[Figure | Information | Source | Criterion]]] = {
    "figure": (FigureModel, Figure),
    "information": (InformationModel, Information),
    "source": (SourceModel, Source),
    "criterion": (CriterionModel, Criterion),
}


def _typed(pairs: object) -> dict[str, tuple[type, object]]:
    """Give fields with their types: Decimal(1) equals True, but is no switch."""
    return {name: (type(value), value) for name, value in pairs}  # type: ignore[attr-defined]


def test_checking_the_packaged_edition_changes_nothing() -> None:
    unchecked = current()
    checked = load(DATA / unchecked.name)

    assert (checked.name, checked.date) == (unchecked.name, unchecked.date)
    assert checked.figures == unchecked.figures
    assert checked.information == unchecked.information
    assert checked.sources == unchecked.sources
    assert checked.criteria == unchecked.criteria != ()
    assert checked.tables == unchecked.tables
    assert checked.tables


@pytest.mark.parametrize("folder", PACKAGED, ids=lambda folder: folder.name)
def test_every_packaged_edition_is_sound(folder: Path) -> None:
    assert load(folder).name == folder.name


@pytest.mark.parametrize("folder", [*PACKAGED, SOUND], ids=lambda folder: folder.name)
def test_a_record_holds_what_its_strict_model_reads(folder: Path) -> None:
    contents = parse_files(folder, [])
    title = contents.pop(TITLE_FILE)
    cases: list[tuple[RecordModel, Figure | Information | Source | Criterion | Title]] = [
        (TitleModel.model_validate(title), Title.from_record(title))
    ]
    for content in contents.values():
        for heading, raws in content.items():
            model, record = KINDS[heading]
            cases += [(model.model_validate(raw), record.from_record(raw)) for raw in raws]

    assert len(cases) >= 3
    for checked, built in cases:
        read = _typed((name, getattr(built, name)) for name in built.fields)
        assert read == _typed(checked)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"[[figure", r"figures\.toml: it is not well-formed"), (b'a = "\xa3"', "it is not UTF-8")],
)
def test_a_damaged_file_is_named_even_when_nothing_is_checked(
    content: bytes, words: str, tmp_path: Path
) -> None:
    folder = tmp_path / "sound"
    shutil.copytree(SOUND, folder)
    (folder / "figures.toml").write_bytes(content)

    with pytest.raises(EditionError, match=words):
        read_records(folder)


def _loaded_after(code: str) -> set[str]:
    """Give the top-level packages that a fresh Python has loaded after running some code."""
    script = f"{code}\nimport sys; print(*(name for name in sys.modules if '.' not in name))"
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(run.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "code",
    [
        "vsm_xl.call('VSM_AWARD', 150000, '2025/26', 'Provider', 3)",
        "vsm_xl.explain('VSM_AWARD', 150000, '2025/26', 'Provider', 3)",
        "from vsm_xl.framework.edition import current; assert current().shipped_ranges().rows",
    ],
    ids=["a first result", "an explanation", "the shipped ranges"],
)
def test_a_worksheet_function_waits_for_no_other_package(code: str) -> None:
    loaded = _loaded_after(f"import vsm_xl; {code}")

    assert "vsm_xl" in loaded
    assert not {"pydantic", "pydantic_core", "numpy"} & loaded


def test_a_first_result_waits_for_no_slow_module_of_the_standard_library() -> None:
    code = "import vsm_xl; vsm_xl.call('VSM_AWARD', 150000, '2025/26', 'Provider', 3)"

    slow = {
        "dataclasses",
        "inspect",
        "pathlib",
        "tomllib",
        "csv",
        "json",
        "calendar",
        "importlib.resources",
    }
    assert slow & (_loaded_after(code) - _loaded_after("")) == set()


def test_checking_an_edition_does_need_pydantic() -> None:
    code = (
        "from vsm_xl.framework.edition import load; import pathlib; "
        f"load(pathlib.Path({str(SOUND)!r}))"
    )

    assert {"pydantic", "pydantic_core"} <= _loaded_after(code)


def test_the_quick_reader_reads_what_the_full_one_reads_or_leaves_it_alone() -> None:
    files = [*DATA.rglob("*.toml"), *Path(__file__).parent.rglob("*.toml")]
    quick = 0
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found = plain_records(text)
        try:
            full = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            assert found is None, file
            continue
        quick += found is not None
        assert found is None or repr(found) == repr(full), file
    assert len(files) > 50
    assert all(plain_records(file.read_text("utf-8")) for file in DATA.rglob("*.toml"))
    assert quick > 20


@pytest.mark.parametrize(
    "text",
    ["a = 1\na = 2", 'a = "\\n"', "a = 1 # why", "a = [1]", "[a]", "a.b = 1", "a = 01", "[[a]]\n[[a.b]]",
     "a = 1\n[[a]]", 'a = "x" "y"', "a = 2025-02-30", "a = ['x']", "a = 1.5", "a=1", 'a = ["x",]'],
)  # fmt: skip
def test_what_the_quick_reader_does_not_know_it_leaves_to_the_full_one(text: str) -> None:
    try:
        assert plain_records(text) is None
    except ValueError:
        # A day that is not in the calendar; the full reader names the line.
        assert text == "a = 2025-02-30"
