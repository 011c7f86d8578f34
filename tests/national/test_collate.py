from __future__ import annotations

import csv
import shutil
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from collation_day import DAY  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.errors import UnusableInput
from vsm_xl.national.collate import Collated, collate, find_files
from vsm_xl.national.schema import TABLES
from vsm_xl.national.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from vsm_xl.national.simulated import Simulated


def records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_one_bad_file_stops_nothing_and_is_named(
    collated: tuple[Path, Collated, list[str]], made: list[Simulated]
) -> None:
    folder, found, done = collated

    assert (found.given, found.read, found.counted) == (len(made) + 1, len(made) + 1, len(made))
    assert sorted(done) == sorted({row["file"] for row in records(folder / "manifest.csv")})
    assert [file for file, _ in found.refused] == ["broken.xlsx"]
    assert "cannot be unpacked" in found.refused[0][1]


def test_every_public_table_is_written_with_the_fields_of_the_dictionary(
    collated: tuple[Path, Collated, list[str]],
) -> None:
    folder, _, _ = collated
    described: dict[str, list[str]] = {}
    for row in records(folder / "dictionary.csv"):
        assert row["meaning"]
        assert row["origin"]
        described.setdefault(row["table"], []).append(row["field"])

    for table in TABLES:
        names = [field.name for field in table.fields]
        assert (table.name in described) is table.public
        if table.public:
            assert described[table.name] == names
            with (folder / f"{table.name}.csv").open(encoding="utf-8") as file:
                assert file.readline().strip().split(",") == names
            assert (folder / f"{table.name}.parquet").read_bytes()[:4] == b"PAR1"
        else:
            assert not (folder / f"{table.name}.csv").exists()


def test_totals_are_those_that_another_reader_finds_in_the_workbooks(
    collated: tuple[Path, Collated, list[str]], returns: Path, made: list[Simulated]
) -> None:
    folder, _, _ = collated
    posts = records(folder / "posts.csv")

    for one in made:
        name = f"{one.organisation.code}-{one.pay_year.replace('/', '-')}.xlsx"
        book = openpyxl.load_workbook(returns / name, data_only=True)
        table = book["Decisions"].tables["Decisions"]
        rows = list(book["Decisions"][table.ref])
        header = [cell.value for cell in rows[0]]
        at = {key: header.index(key) for key in ("Award", "New salary")}
        expected = {
            key: sum(
                Decimal(str(row[place].value))
                for row in rows[1:]
                if isinstance(row[place].value, int | float)
            )
            for key, place in at.items()
        }
        own = [row for row in posts if row["code"] == one.organisation.code]
        assert len(own) == len(one.people)
        for key, field in (("Award", "award"), ("New salary", "new_salary")):
            assert sum(Decimal(row[field]) for row in own if row[field]) == expected[key]


def test_a_second_run_reads_only_what_is_new(
    collated: tuple[Path, Collated, list[str]], returns: Path, tmp_path: Path
) -> None:
    folder, found, _ = collated
    copy = tmp_path / "collation"
    shutil.copytree(folder, copy)
    more = tmp_path / "more"
    more.mkdir()
    (more / "also-broken.xlsx").write_bytes(b"nothing")
    done: list[str] = []

    again = collate([returns, more], copy, DAY, done.append)

    assert done == ["also-broken.xlsx"]
    assert (again.given, again.read, again.counted) == (found.given + 1, 1, found.counted)


def test_for_one_organisation_and_year_the_newest_stamp_counts_and_it_is_said(
    collated: tuple[Path, Collated, list[str]], returns: Path, tmp_path: Path
) -> None:
    folder, found, _ = collated
    copy = tmp_path / "collation"
    shutil.copytree(folder, copy)
    twin = tmp_path / "aaa-same.xlsx"
    first = min(returns.glob("R*.xlsx"))
    shutil.copy(first, twin)

    again = collate([returns, twin], copy, DAY, lambda _: None)

    assert again.counted == found.counted
    rows = {row["file"]: row for row in records(copy / "manifest.csv")}
    assert [rows[first.name]["counted"], rows[twin.name]["counted"]] == ["true", "false"]
    assert "has the same stamp and counts" in rows[twin.name]["why"]


def test_collations_of_several_machines_become_one(
    collated: tuple[Path, Collated, list[str]], returns: Path, tmp_path: Path
) -> None:
    folder, found, _ = collated
    first, *others = sorted(returns.glob("*.xlsx"))
    collate([first], tmp_path / "one", DAY, lambda _: None)
    collate([*others], tmp_path / "two", DAY, lambda _: None)

    together = collate([tmp_path / "one", tmp_path / "two"], tmp_path / "all", DAY, lambda _: None)

    assert together.counted == found.counted
    assert together.outcomes == found.outcomes
    for table in ("posts", "returns", "remuneration"):
        assert records(tmp_path / "all" / f"{table}.csv") == records(folder / f"{table}.csv")


def test_free_text_and_names_are_in_no_file(collated: tuple[Path, Collated, list[str]]) -> None:
    folder, _, _ = collated
    written = [path for path in folder.iterdir() if path.suffix == ".csv"]

    assert [path.name for path in written if "Simulated:" in path.read_text(encoding="utf-8")] == []
    assert "Director of Finance" not in (folder / "posts.csv").read_text(encoding="utf-8")
    with open_store(folder, read_only=True) as store:
        assert store.value("SELECT count(*) FROM texts", []) > 0


def test_no_text_of_a_file_begins_as_a_formula(
    collated: tuple[Path, Collated, list[str]],
) -> None:
    folder, _, _ = collated
    texts = [
        cell
        for path in folder.glob("*.csv")
        for row in records(path)
        for cell in row.values()
        if cell and not cell.lstrip("-").replace(".", "", 1).isdigit()
    ]

    assert [cell for cell in texts if cell[0] in "=+-@"] == []
    assert any(cell.startswith("'=HYPERLINK") for cell in texts)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    for given, words in (
        ([tmp_path / "no"], "does not exist"),
        ([tmp_path], "No workbook was found"),
        ([str(tmp_path / "*.xlsx")], "No workbook was found"),
    ):
        with pytest.raises(UnusableInput, match=words):
            find_files(given)
    with (
        pytest.raises(UnusableInput, match="holds no collation"),
        open_store(tmp_path, read_only=True),
    ):
        pass
