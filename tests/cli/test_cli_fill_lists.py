"""fill with everybody's pay and earlier ratios, from files as people and programs write them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.template.return_size import MOST_ROWS, MOST_STAFF
from vsm_xl.annual_return.template.template import PEOPLE, STAFF_ROWS
from vsm_xl.ooxml import Package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EARLIER = "year,ratio_p25,ratio_median,ratio_p75\n"


def words(template: Path, folder: Path, out: Path) -> list[object]:
    return [
        "fill", template, "--organisation", folder / "rr8-organisation.csv",
        "--people", folder / "rr8-people.csv", "-o", out,
    ]  # fmt: skip


@pytest.fixture
def fill(run: Callable[..., Any], blank: Path, demo_folder: Path) -> Callable[..., Any]:
    """Fill a blank return of twelve people into out.xlsx, with files of this content."""

    def call(*, template: Path = blank, **contents: str) -> Any:
        given: list[object] = []
        for name, content in contents.items():
            file = blank.parent / f"{name}.csv"
            file.write_text(content, encoding="utf-8")
            given += [f"--{name.replace('_', '-')}", file]
        return run(*words(template, demo_folder, blank.parent / "out.xlsx"), *given, "--replace")

    return call


def test_lists_go_into_the_return_and_come_out_of_its_export_unchanged(
    run: Callable[..., Any], fill: Callable[..., Any], blank: Path
) -> None:
    out, folder = blank.parent / "out.xlsx", blank.parent / "csv"
    again = blank.parent / "again.xlsx"

    first = fill(
        staff_pay='\ufeffPay\n"£25,000.50"\n\n\u00a031000\u00a0\n',
        earlier_ratios=f"{EARLIER}2023/24,10.25,7.7,5\n2022-23,,7.5,\n",
    )
    assert (first.code, first.err) == (1, "")
    assert run("export", out, "--format", "csv", "-o", folder).code == 1
    second = run(
        "fill", blank, "--organisation", folder / "organisation.csv",
        "--people", folder / "people.csv", "--ranges", folder / "ranges.csv",
        "--staff-pay", folder / "staff-pay.csv",
        "--earlier-ratios", folder / "earlier-ratios.csv", "-o", again,
    )  # fmt: skip
    run("export", out, "--format", "json", "-o", blank.parent / "out.json")
    tables = json.loads((blank.parent / "out.json").read_text(encoding="utf-8"))["tables"]

    assert (second.code, second.err) == (1, "")
    assert [row["pay"] for row in tables["staff_list"]] == [25_000.5, 31_000]
    assert [row["year"] for row in tables["earlier"]] == ["2023/24", "2022/23"]
    assert again.read_bytes() == out.read_bytes()


def test_lists_that_are_left_out_stay_and_empty_ones_are_emptied(
    run: Callable[..., Any], fill: Callable[..., Any], blank: Path
) -> None:
    out = blank.parent / "out.xlsx"
    fill(staff_pay="pay\n25000\n", earlier_ratios=f"{EARLIER}2023/24,10,7.7,5\n")
    before = out.read_bytes()

    kept = fill(template=out)
    after = out.read_bytes()
    emptied = fill(template=out, staff_pay="pay\n", earlier_ratios=EARLIER)
    run("export", out, "--format", "csv", "-o", blank.parent / "csv")

    assert (kept.code, emptied.code, after) == (1, 1, before)
    for name in ("staff-pay.csv", "earlier-ratios.csv"):
        assert len((blank.parent / "csv" / name).read_text(encoding="utf-8").splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("staff_pay", "Wages (£)\n1\n", "row 1: the column pay is missing"),
        ("staff_pay", "pay\n=1+1\n", "row 2, column pay: '=1+1' is not a number"),
        (
            "earlier_ratios",
            "year,mean\n2023/24,7\n",
            "'mean' is not a column of this file; did you",
        ),
        ("earlier_ratios", f"{EARLIER}2023/24,0,7,5\n", "row 2, column ratio_p25: 0 is outside"),
    ],
)
def test_a_fault_is_named_by_file_row_and_column(
    fill: Callable[..., Any], blank: Path, name: str, content: str, said: str
) -> None:
    ended = fill(**{name: content})

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"vsm-xl: {blank.parent / name}.csv, ")
    assert said in ended.err
    assert not (blank.parent / "out.xlsx").exists()


@pytest.mark.parametrize("name", ["staff-pay", "earlier-ratios"])
def test_fill_does_not_write_over_its_lists(
    run: Callable[..., Any], blank: Path, demo_folder: Path, name: str
) -> None:
    given = blank.parent / "list.xlsx"
    given.write_text("pay\n1\n", encoding="utf-8")

    ended = run(*words(blank, demo_folder, given), f"--{name}", given)

    assert (ended.code, ended.out) == (2, "")
    assert f"{given} is read by this command" in ended.err
    assert given.read_text(encoding="utf-8") == "pay\n1\n"


def test_more_staff_than_fit_are_told_which_template_to_build(
    run: Callable[..., Any], fill: Callable[..., Any], blank: Path
) -> None:
    pay = "pay\n" + "25000\n" * (STAFF_ROWS + 1)

    ended = fill(staff_pay=pay)

    assert (ended.code, ended.out) == (2, "")
    assert "1,001 amounts of staff pay do not fit: the template holds 1,000; build a" in ended.err
    command = ended.err.partition("vsm-xl build")[2].split()
    assert command == ["template", "--people", "12", "--staff", "1001", "-o", "NEW.xlsx"]
    larger = blank.parent / "NEW.xlsx"
    assert run("build", *command[:-1], larger).out == (
        f"Wrote {larger}: a blank return for 12 people, with 1,001 rows for everybody's pay.\n"
    )
    assert fill(template=larger, staff_pay=pay).code == 1


def test_the_larger_template_for_people_also_holds_the_staff(
    run: Callable[..., Any], blank: Path, demo_folder: Path
) -> None:
    people, staff = blank.parent / "people.csv", blank.parent / "staff.csv"
    people.write_text("post\n" + "".join(f"Post {n}\n" for n in range(61)), encoding="utf-8")
    staff.write_text("pay\n" + "1\n" * 2_000, encoding="utf-8")
    given = words(blank, demo_folder, blank.parent / "out.xlsx")
    given[given.index("--people") + 1] = people

    ended = run(*given, "--staff-pay", staff)

    assert "61 people do not fit" in ended.err
    assert "vsm-xl build template --people 61 --staff 2000 -o NEW.xlsx" in ended.err


def test_more_than_any_template_holds_is_said_to_be_so(fill: Callable[..., Any]) -> None:
    staff = fill(staff_pay="pay\n" + "1\n" * (MOST_STAFF + 1))
    years = fill(earlier_ratios=EARLIER + "2023/24,1,1,1\n" * 4)

    assert "no template holds more than 200,000; enter p25, median, p75" in staff.err
    assert "4 earlier years do not fit: the template holds 3; leave out the oldest" in years.err


@pytest.mark.parametrize("staff", ["0", f"{MOST_STAFF + 1}", "many"])
def test_a_template_is_for_a_sensible_number_of_staff(
    run: Callable[..., Any], tmp_path: Path, staff: str
) -> None:
    ended = run("build", "template", "-o", tmp_path / "new.xlsx", "--staff", staff)

    assert (ended.code, ended.out) == (2, "")
    assert "--staff" in ended.err
    assert not list(tmp_path.iterdir())


def test_a_template_has_the_rows_that_were_asked_for(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    out = tmp_path / "new.xlsx"
    run("build", "template", "-o", out, "--people", "2", "--staff", "7")

    layout = layout_of(Package.open(out))

    assert (layout.people, layout.staff_rows) == (2, 7)


def test_the_help_names_the_sizes_and_limits(run: Callable[..., Any]) -> None:
    said = " ".join(run("build", "template", "--help").out.split())

    assert f"How many people it holds; {PEOPLE} unless given. [1<=x<={MOST_ROWS}]" in said
    assert f"pay has; {STAFF_ROWS} unless given. [1<=x<={MOST_STAFF}]" in said
