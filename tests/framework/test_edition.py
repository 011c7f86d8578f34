"""The packaged edition holds what was published, can be asked by day and cites everything."""

from __future__ import annotations

import csv
import shutil
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import vsm_xl
from vsm_xl import framework
from vsm_xl.dates import day_in_words
from vsm_xl.framework.checking import HONEST
from vsm_xl.framework.edition import EditionError, current, load, packaged, using

if TYPE_CHECKING:
    from vsm_xl.framework.records import Figure, Information

HERE = Path(__file__).parent
EDITION = current()


def _cases(name: str) -> list[dict[str, str]]:
    with (HERE / "cases" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _as_value(text: str, unit: str) -> object:
    match unit:
        case "switch":
            return text == "TRUE"
        case "text":
            return text
        case "date":
            return date.fromisoformat(text)
        case _:
            return Decimal(text)


@pytest.mark.parametrize(
    "case", _cases("published.csv"), ids=lambda case: f"{case['name']} {case['on']}"
)
def test_a_published_figure_is_found_on_its_days_only(case: dict[str, str]) -> None:
    figure = EDITION.figure(case["name"], date.fromisoformat(case["on"]))

    if case["value"] == "none":
        assert figure is None
        return
    assert figure is not None
    assert (case["unit"], case["confidence"]) == (figure.unit, figure.confidence)
    if case["value"] == "pending":
        assert figure.pending
        assert figure.status == "pending"
    else:
        assert _as_value(case["value"], case["unit"]) == figure.value
        assert type(figure.value) is type(_as_value(case["value"], case["unit"]))


def test_every_dated_framework_figure_has_a_published_case() -> None:
    cases = {case["name"] for case in _cases("published.csv")}
    conventions = {figure.name for figure in EDITION.figures if figure.source == "CONTRACT"}
    percentiles = {name for name in EDITION.names if name.startswith("fair_pay.")}

    assert set(EDITION.names) - conventions - percentiles == cases


def test_what_has_no_confirmed_days_is_information_and_nothing_else_is() -> None:
    expected = {(case["name"], case["value"], case["status"]) for case in _cases("information.csv")}
    numbers = [each for each in EDITION.information if each.unit != "text"]

    assert expected == {
        (each.name, "none" if each.value is None else str(each.value), each.status)
        for each in numbers
    }
    assert {each.name for each in EDITION.information} - {each.name for each in numbers} == {
        "approval.icb_chief_executive_midpoint",
        "approval.icb_outside_framework",
        "disclosure.exit_package_bands",
        "oversight.capability_scale",
        "oversight.deficit_override",
        "oversight.segment_2_scores",
    }


def test_every_record_has_unit_source_section_and_the_day_it_was_read() -> None:
    records: tuple[Figure | Information, ...] = (*EDITION.figures, *EDITION.information)

    assert len(records) >= 75
    for record in records:
        source = EDITION.source(record.source)
        assert record.unit
        assert record.section.endswith(".")
        assert source.title
        assert source.publisher
        assert source.read is not None
        assert date(2026, 11, 22) <= source.read <= date(2026, 11, 26)
        assert source.address.startswith("https://") or (source.address == "none" and source.note)
        assert record.status in HONEST
        assert record.place
        assert EDITION.document(record)
        assert EDITION.link(record) == "none" or EDITION.link(record).startswith("https://")
        for code in record.also:
            assert EDITION.source(code).code == code


def test_every_citation_is_one_line_with_title_section_address_and_day() -> None:
    records: tuple[Figure | Information, ...] = (*EDITION.figures, *EDITION.information)
    for record in records:
        source = EDITION.source(record.source)
        citation = EDITION.citation(record)
        assert "\n" not in citation
        assert source.title in citation
        assert record.section.rstrip(".") in citation
        assert source.link in citation
        assert "(read 2" in citation
        assert citation.endswith(f"status: {record.status}")
        primary = EDITION.source(record.rests_on)
        assert primary.title in citation
        assert ("(not read)" in citation) == (primary.read is None)


def test_figures_of_one_name_have_one_unit() -> None:
    for name in EDITION.names:
        assert len({figure.unit for figure in EDITION.dated(name)}) == 1, name


def test_the_band_width_says_that_its_start_is_not_confirmed() -> None:
    for name in ("band.width", "band.width.pension"):
        (figure,) = EDITION.dated(name)
        assert figure.last_day is None
        assert "the true start is not confirmed" in figure.note


def test_coverage_counts_values_and_not_what_is_pending() -> None:
    assert EDITION.coverage("award.withheld_segments") == (date(2025, 4, 1), date(2026, 3, 31))
    assert EDITION.coverage("bonus.limit") == (date(2025, 4, 1), None)
    assert EDITION.coverage("ni.rate") == (date(2023, 4, 6), None)


def test_a_name_that_is_not_held_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        EDITION.figure("award.percentage", EDITION.date)
    with pytest.raises(KeyError):
        EDITION.coverage("earn_back.minimum")


def test_look_up_agrees_with_reading_every_record_on_every_edge() -> None:
    for name in EDITION.names:
        edges = {date(1899, 1, 1), date(2300, 1, 1)}
        for figure in EDITION.dated(name):
            for edge in filter(None, (figure.first_day, figure.last_day)):
                edges |= {edge - timedelta(days=1), edge, edge + timedelta(days=1)}
        for day in edges:
            held = [figure for figure in EDITION.dated(name) if figure.holds_on(day)]
            assert EDITION.figure(name, day) == (held[0] if held else None)


def test_the_pension_shares_add_up_to_the_total() -> None:
    day = date(2025, 4, 1)
    values = {}
    for name in ("employer", "central", "total"):
        figure = EDITION.figure(f"pension.{name}", day)
        assert figure is not None
        values[name] = figure.number

    assert values["employer"] + values["central"] == values["total"]


def test_the_current_edition_is_the_newest_folder_of_the_package() -> None:
    folders = sorted(
        path for path in (Path(framework.__path__[0]) / "data").iterdir() if path.is_dir()
    )

    assert folders[-1].name == EDITION.name == "2026-12"
    assert load(folders[-1]).figures == EDITION.figures
    assert EDITION.date == date(2026, 12, 1)
    assert repr(EDITION) == "<Edition 2026-12 of 1 December 2026>"


def test_the_shipped_ranges_are_the_superseded_bands_of_2022() -> None:
    table = EDITION.shipped_ranges()
    on = table.on("ICB", date(2022, 2, 1))

    assert [(row.group, row.minimum // 100, row.operational_maximum // 100) for row in on] == [
        ("A", 175000, 197500),
        ("B", 190000, 212500),
        ("C", 220000, 245000),
        ("D", 250000, 275000),
    ]
    assert {row.status for row in table.rows} == {"superseded"}
    assert all(row.size_from is None and row.exception_maximum is None for row in table.rows)
    assert all("PQ-ICS" in row.source for row in table.rows)
    assert EDITION.source("PQ-ICS").read
    assert table.on("ICB", date(2022, 1, 30)) == ()
    assert len(table.on("ICB", date(2025, 3, 31))) == 4
    assert table.on("ICB", date(2025, 4, 1)) == ()
    assert table.on("Provider", date(2022, 2, 1)) == ()


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2025, 4, 1), "1 April 2025"), (date(2026, 12, 31), "31 December 2026")],
)
def test_a_day_in_words(day: date, words: str) -> None:
    assert day_in_words(day) == words


def test_the_edition_before_is_loadable_by_name_and_holds_what_it_held() -> None:
    before = packaged("2026-11")

    assert before.label == "2026-11 of 1 November 2026"
    figure = before.figure("ni.threshold.annual", date(2030, 1, 1))
    assert figure is not None
    assert (figure.number, figure.status) == (Decimal(5000), "confirmed")
    with pytest.raises(EditionError, match="carries 2026-11, 2026-12"):
        packaged("2026-13")


def test_results_follow_the_edition_in_use_and_return_to_the_newest() -> None:
    call = ("VSM_EMPLOYER_NI", 150000, "2030-05-01")

    assert vsm_xl.call(*call) == "#N/A"
    with using(packaged("2026-11")):
        assert vsm_xl.call(*call) == 21750
        assert vsm_xl.call("VSM_EDITION") == "2026-11 of 1 November 2026"
        assert vsm_xl.call("VSM_RATE", "award.percent") == 0.03
    assert vsm_xl.call(*call) == "#N/A"
    assert vsm_xl.call("VSM_EDITION") == "2026-12 of 1 December 2026"


def test_files_of_an_edition_have_one_digest_whatever_their_line_ends(tmp_path: Path) -> None:
    folder = Path(framework.__path__[0]) / "data" / "2026-12"
    copy = tmp_path / "2026-12"
    shutil.copytree(folder, copy)
    for file in copy.glob("*.toml"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    assert load(copy).digest == load(folder).digest


def test_an_edition_comes_as_a_zip(tmp_path: Path) -> None:
    folder = Path(framework.__path__[0]) / "data" / "2026-12"
    for top in ("", "2026-12/"):
        path = tmp_path / "edition.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in (*folder.glob("*.toml"), *folder.glob("ranges/*.csv")):
                archive.write(file, top + file.relative_to(folder).as_posix())
        assert load(path).figures == EDITION.figures


def test_a_zip_that_is_not_an_edition_alone_is_refused(tmp_path: Path) -> None:
    bad: list[tuple[str, dict[str, bytes], str]] = [
        ("a path outside", {"../x.toml": b""}, "not a file of an edition"),
        ("an absolute path", {"/etc/x.toml": b""}, "not a file of an edition"),
        ("a drive", {"C:/x.toml": b""}, "not a file of an edition"),
        ("code", {"edition.toml": b"", "rules.py": b"print(1)"}, "not a file of an edition"),
        ("two editions", {"a/edition.toml": b"", "b/edition.toml": b""}, "appears twice"),
        ("too large", {"edition.toml": b" " * 3_000_000}, "larger than"),
        ("too many", {f"a{number}.toml": b"" for number in range(101)}, "at most 100"),
    ]
    wrong = []
    for what, files, words in bad:
        path = tmp_path / "edition.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        try:
            load(path)
        except EditionError as fault:
            wrong += [] if words in str(fault) else [f"{what}: {fault}"]
        else:
            wrong.append(f"{what}: taken")
    path.write_bytes(b"no zip")
    with pytest.raises(EditionError, match="not a zip file"):
        load(path)
    assert wrong == []
