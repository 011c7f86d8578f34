from __future__ import annotations

import csv
import shutil
import statistics
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import openpyxl
import pytest
from collation_day import DAY  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.returns import Return
from vsm_xl.errors import UnusableInput
from vsm_xl.national.collate import Collated, collate, find_files
from vsm_xl.national.report import make_report
from vsm_xl.national.schema import TABLES
from vsm_xl.national.simulate import simulate_one, simulated_organisations
from vsm_xl.national.simulate_files import file_name, workbook
from vsm_xl.national.store import DATABASE, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

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


def column(book: Workbook, sheet: str, table: str, header: str) -> list[object]:
    """Return what openpyxl finds below a header of a table of a workbook."""
    rows = list(book[sheet][book[sheet].tables[table].ref])
    at = [cell.value for cell in rows[0]].index(header)
    return [row[at].value for row in rows[1:]]


def amounts(values: list[object]) -> list[Decimal]:
    return [Decimal(str(value)) for value in values if isinstance(value, int | float)]


def test_totals_of_the_report_are_those_that_another_reader_finds_in_the_workbooks(
    collated: tuple[Path, Collated, list[str]], returns: Path, made: list[Simulated]
) -> None:
    """By kind of organisation, whose groups are large enough to be shown, and for each return."""
    folder, _, _ = collated
    posts = records(folder / "posts.csv")
    wanted: dict[str, Decimal] = defaultdict(Decimal)
    middles = []
    for one in made:
        book = openpyxl.load_workbook(returns / file_name(one), data_only=True)
        own = [row for row in posts if row["code"] == one.organisation.code]
        assert len(own) == len(one.people)
        for header, field in (
            ("Award", "award"), ("New salary", "new_salary"), ("Cost of the award", "award_cost"),
            ("Bonus", "bonus"), ("Premium", "premium"), ("Salary at 31 March", "salary"),
        ):  # fmt: skip
            found = amounts(column(book, "Decisions", "Decisions", header))
            assert sum(Decimal(row[field]) for row in own if row[field]) == sum(found)
            wanted[field] += sum(found)
            wanted[f"{field} given"] += sum(amount > 0 for amount in found)
        wanted["withheld"] += column(book, "Decisions", "Decisions", "Eligible").count("No")
        middles += amounts(column(book, "Remuneration report", "FairPay", "Ratio this year")[1:2])

    with open_store(folder, read_only=True) as store:
        report = make_report(store)
    [by_kind] = [
        block.rows
        for section in report.sections
        for block in section.blocks
        if block.key == "awards-by-kind"
    ]
    shown = {
        name: sum(Decimal(str(row[name])).quantize(Decimal("0.01")) for row in by_kind)
        for name in ("posts", "given", "exempt", "withheld", "total_award", "cost")
    }
    assert shown["posts"] == len(posts)
    assert shown["given"] + shown["exempt"] == wanted["award given"] > 0
    assert shown["withheld"] == wanted["withheld"] > 0
    assert shown["total_award"] == wanted["award"] > 0
    assert shown["cost"] == wanted["award_cost"] > 0
    five = {one["label"]: one["value"] for one in report.five}
    assert five["returns"] == f"{len(made)}"
    assert five["posts given an award"] == f"{wanted['award given']}"
    assert five["times the median of staff"] == f"{statistics.median(middles):.1f}"
    assert five["cost of the awards"] in {
        f"£{wanted['award_cost']:,.0f}", f"£{wanted['award_cost'] / 10**6:,.1f}m"
    }  # fmt: skip


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


def test_a_file_that_is_corrected_while_it_is_refused_is_read_the_next_time(
    returns: Path, made: list[Simulated], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its digest is taken after it was read, and would be that of the corrected file."""
    good = (returns / file_name(made[0])).read_bytes()
    file = tmp_path / "return.xlsx"
    file.write_bytes(good[:100])
    opened = Return.open

    def saved_meanwhile(path: Path) -> Return:
        try:
            return opened(path)
        finally:
            file.write_bytes(good)

    with monkeypatch.context() as patched:
        patched.setattr(Return, "open", saved_meanwhile)
        first = collate([file], tmp_path / "out", DAY, lambda _: None, 1)
    second = collate([file], tmp_path / "out", DAY, lambda _: None, 1)

    assert (len(first.refused), first.counted) == (1, 0)
    assert (second.read, second.refused, second.counted) == (1, [], 1)


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
    assert "has the same stamp and is the one that counts" in rows[twin.name]["why"]


def test_an_older_copy_does_not_count_whatever_its_name(
    collated: tuple[Path, Collated, list[str]],
    returns: Path,
    made: list[Simulated],
    tmp_path: Path,
) -> None:
    newest = returns / file_name(made[0])
    older = tmp_path / f"zzz-{newest.name}"
    older.write_bytes(workbook(made[0], older=True))

    found = collate([older, newest], tmp_path / "two", DAY, lambda _: None)

    assert found.counted == 1
    rows = {row["file"]: row for row in records(tmp_path / "two" / "manifest.csv")}
    assert [rows[newest.name]["counted"], rows[older.name]["counted"]] == ["true", "false"]
    assert (
        f"{newest.name} is newer by its stamp and is the one that counts" in rows[older.name]["why"]
    )
    for row in records(collated[0] / "returns.csv"):
        assert row["recalculated_on"] == "2026-07-01", row["code"]
        assert row["edition"], row["code"]
        assert row["software"], row["code"]


def test_collations_of_several_machines_become_one(returns: Path, tmp_path: Path) -> None:
    folder = tmp_path / "at once"
    # The last of them is no workbook.
    first, *others = sorted(returns.glob("*.xlsx"))[-4:]
    found = collate([first, *others], folder, DAY, lambda _: None)
    collate([first], tmp_path / "one", DAY, lambda _: None)
    collate([*others], tmp_path / "two", DAY, lambda _: None)

    together = collate([tmp_path / "one", tmp_path / "two"], tmp_path / "all", DAY, lambda _: None)

    assert together.counted == found.counted == 3
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


def test_a_collation_of_another_version_is_named_and_not_read(
    collated: tuple[Path, Collated, list[str]], returns: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "older"
    shutil.copytree(collated[0], copy)
    with open_store(copy) as store:
        store.rows("UPDATE layout SET number = number - 1 RETURNING number")

    with (
        pytest.raises(UnusableInput, match="collated with another version"),
        open_store(copy, read_only=True),
    ):
        pass
    # Nothing that it holds is lost without a word.
    one = min(returns.glob("R*.xlsx"))
    with pytest.raises(UnusableInput, match="14 files of it are not given, such as"):
        collate([one], copy, DAY, lambda _: None, 1)
    with duckdb.connect(str(copy / DATABASE), read_only=True) as held:
        assert held.execute("SELECT count(*) FROM all_manifest").fetchone() == (15,)


def test_a_copy_under_another_code_and_a_code_of_another_organisation_are_named(
    tmp_path: Path,
) -> None:
    trusts = [one for one in simulated_organisations(60) if one.kind == "Provider"][20:23]
    own, copy, other = (simulate_one(one, 21, "2025/26", "") for one in trusts)
    copy.people, copy.ranges = own.people, own.ranges
    other.lines["ods_code"] = own.organisation.code
    folder = tmp_path / "returns"
    folder.mkdir()
    # The name comes first and the stamp is newer, and still it is not the organisation whose code it is.
    (folder / "1-other.xlsx").write_bytes(workbook(other))
    (folder / "2-own.xlsx").write_bytes(workbook(own, older=True))
    (folder / "3-copy.xlsx").write_bytes(workbook(copy))

    for _ in range(2):
        collate([folder], tmp_path / "collation", DAY, lambda _: None, 1)

    files = {row["file"]: row for row in records(tmp_path / "collation" / "manifest.csv")}
    assert [row["counted"] for row in files.values()] == ["false", "true", "true"]
    name, code = own.organisation.name, own.organisation.code
    assert f"uses the code of {name}, whose return counts." in files["1-other.xlsx"]["why"]
    same = "Every post has the same days and amounts as in the return of {}."
    assert files["3-copy.xlsx"]["why"].count(same.format(f"{name} ({code})")) == 1
    copied = f"{copy.organisation.name} ({copy.organisation.code})"
    assert files["2-own.xlsx"]["why"].count(same.format(copied)) == 1
