"""Range tables that fit together are read exactly, from cells and from CSV, and found by day."""

from __future__ import annotations

import time
from datetime import date, datetime
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsm_xl.framework.kinds_and_roles import ORG_KINDS, org_kind_named, role_named
from vsm_xl.framework.ranges import COLUMNS, RangeTable, RangeTableError

EXAMPLES = files("vsm_xl") / "examples"
ROW = {
    "scheme": "S",
    "org_kind": "Provider",
    "group": "G1",
    "size_from": 0,
    "size_to": 100_000_000,
    "role": "Chief executive",
    "minimum": 100_000,
    "operational_maximum": 150_000.5,
    "exception_maximum": None,
    "effective_from": 45748.0,
    "effective_to": None,
    "source": "A made-up table",
    "status": "illustrative",
}


def _table(*changes: dict[str, object]) -> RangeTable:
    rows = [[(ROW | change)[column] for column in COLUMNS] for change in changes]
    return RangeTable.from_cells([COLUMNS, *rows])


def test_money_and_sizes_are_whole_hundredths() -> None:
    (row,) = _table({}).rows

    assert (row.size_from, row.size_to) == (0, 10_000_000_000)
    assert (
        row.minimum,
        row.operational_maximum,
        row.exception_maximum,
    ) == (10_000_000, 15_000_050, None)
    assert row.number == 2


@pytest.mark.parametrize(
    "cell",
    [45748, 45748.75, "2025-04-01", " 2025-04-01 ", date(2025, 4, 1), datetime(2025, 4, 1, 9)],  # noqa: DTZ001
    ids=repr,
)
def test_a_day_may_be_written_in_every_way_a_spreadsheet_writes_it(cell: object) -> None:
    assert _table({"effective_from": cell}).rows[0].effective_from == date(2025, 4, 1)


def test_columns_stand_in_any_order_and_case_and_further_ones_are_ignored() -> None:
    header = [
        "Checked by",
        *(f" {name.upper()} " for name in reversed(COLUMNS)),
        None,
        "Checked by",
    ]
    cells = ["AB", *(ROW[name] for name in reversed(COLUMNS)), "stray", "#N/A"]

    assert RangeTable.from_cells([header, cells]) == _table({})


def test_blank_rows_are_skipped_and_numbers_are_those_the_person_sees() -> None:
    blank: list[object] = [None, "", "  "]
    cells = [ROW[name] for name in COLUMNS]

    table = RangeTable.from_cells([blank, COLUMNS, blank, [], cells, blank])

    assert [row.number for row in table.rows] == [5]


@pytest.mark.parametrize("rows", [[], [[]], [[None, " "]], [list(COLUMNS)], [list(COLUMNS), [""]]])
def test_a_table_without_rows_is_no_error(rows: list[list[object]]) -> None:
    assert RangeTable.from_cells(rows).rows == ()


def test_an_empty_csv_text_is_a_table_without_rows() -> None:
    assert RangeTable.from_csv("").rows == ()
    assert RangeTable.from_csv("\n\n").rows == ()


@pytest.mark.parametrize(
    ("written", "pence"),
    [
        ("150000", 15_000_000),
        ("£150,000", 15_000_000),
        ("150,000.50", 15_000_050),
        (" 150000.005 ", 15_000_001),
        ("0150000", 15_000_000),
    ],
)
def test_csv_amounts_are_digits_with_pound_sign_and_commas_at_will(
    written: str, pence: int
) -> None:
    values = {**ROW, "effective_from": "2025-04-01", "operational_maximum": f'"{written}"'}
    line = ",".join("" if values[name] is None else str(values[name]) for name in COLUMNS)

    table = RangeTable.from_csv(f"\ufeff{','.join(COLUMNS)}\r\n{line}\r\n")

    assert table.rows[0].operational_maximum == pence


@pytest.mark.parametrize(
    "written", ["2025-04-01", "01/04/2025", "1 Apr 2025", " 1/4/2025 ", "\u00a001/04/2025"]
)
def test_csv_days_are_written_as_people_write_them(written: str) -> None:
    values = {**ROW, "effective_from": written, "effective_to": "31/03/2026"}
    line = ",".join("" if values[name] is None else str(values[name]) for name in COLUMNS)

    (row,) = RangeTable.from_csv(f"{','.join(COLUMNS)}\n{line}\n").rows

    assert (row.effective_from, row.effective_to) == (date(2025, 4, 1), date(2026, 3, 31))


def test_text_in_a_cell_is_a_day_in_iso_form_only() -> None:
    with pytest.raises(RangeTableError, match="'01/04/2025' is text, not a date of the form"):
        _table({"effective_from": "01/04/2025"})


def test_text_that_is_no_csv_is_refused_in_words() -> None:
    huge = '"' + "x" * 200_000

    with pytest.raises(RangeTableError, match="it is not CSV text"):
        RangeTable.from_csv(huge)


@pytest.mark.parametrize(
    "name", ["Provider", "trust", "NHS Trust", "FOUNDATION TRUST", "ft", " nhs  trust "]
)
def test_every_name_of_a_provider_is_understood(name: str) -> None:
    assert _table({"org_kind": name}).rows[0].org_kind == "Provider"


@pytest.mark.parametrize("name", ["ICB", "icb", "Integrated care board"])
def test_every_name_of_an_icb_is_understood(name: str) -> None:
    assert _table({"org_kind": name}).rows[0].org_kind == "ICB"


@pytest.mark.parametrize("name", ["CEO", "ceo", "Chief exec", "CHIEF EXECUTIVE"])
def test_short_names_of_the_chief_executive_are_spelt_out(name: str) -> None:
    assert role_named(name) == "Chief executive"
    assert _table({"role": name}).roles == ("Chief executive",)


def test_kinds_name_themselves() -> None:
    assert [org_kind_named(kind) for kind in ORG_KINDS] == list(ORG_KINDS)


def test_roles_are_listed_once_each_as_first_written() -> None:
    wide: dict[str, object] = {"size_to": None}
    later = wide | {"effective_from": "2027-04-01"}
    table = _table(
        wide | {"role": "Director", "effective_to": "2027-03-31"},
        wide,
        later | {"role": "DIRECTOR"},
    )

    assert table.roles == ("Director", "Chief executive")


def test_sizes_that_meet_are_neither_overlap_nor_gap() -> None:
    table = _table({"group": "G2", "size_from": 100_000_000, "size_to": None}, {})

    assert len(table.rows) == 2


def test_one_scheme_may_follow_another_the_day_after() -> None:
    table = _table({"effective_to": "2026-03-31"}, {"scheme": "T", "effective_from": "2026-04-01"})

    assert [row.scheme for row in table.on("Provider", date(2026, 3, 31))] == ["S"]
    assert [row.scheme for row in table.on("Provider", date(2026, 4, 1))] == ["T"]
    assert table.on("Provider", date(2025, 3, 31)) == ()
    assert table.on("ICB", date(2026, 4, 1)) == ()


def test_another_kind_role_or_label_is_no_contradiction() -> None:
    assert len(_table({}, {"org_kind": "ICB"}, {"role": "Director"}).rows) == 3
    assert len(_table({}, {"group": "other", "size_from": None, "size_to": None}).rows) == 2


def test_equal_tables_are_one_key() -> None:
    assert {_table({}): 1}[_table({})] == 1
    assert _table({}) != _table({"minimum": 1})
    assert _table({}) != "a table"


def test_the_illustrative_table_covers_every_size_and_says_what_it_is() -> None:
    text = (EXAMPLES / "illustrative-provider-ranges.csv").read_text(encoding="utf-8")
    table = RangeTable.from_csv(text)

    assert {row.status for row in table.rows} == {"illustrative"}
    assert all("llustrative" in row.scheme and "llustrative" in row.source for row in table.rows)
    assert all("no published" in row.source for row in table.rows)
    for role in table.roles:
        sizes = [row for row in table.rows if row.role == role]
        assert sizes[0].size_from == 0
        assert sizes[-1].size_to is None
    (chief,) = (
        row
        for row in table.on("Provider", date(2025, 4, 1))
        if row.role == "Chief executive" and row.size_to is None
    )
    assert chief.minimum <= 27_750_000
    assert chief.operational_maximum >= 28_651_875


@given(
    st.lists(st.integers(0, 10**9), min_size=2, max_size=12, unique=True),
    st.data(),
)
def test_a_line_of_sizes_is_accepted_in_any_order_and_not_with_one_left_out(
    edges: list[int], data: st.DataObject
) -> None:
    edges.sort()
    rows: list[dict[str, object]] = [
        {"group": str(low), "size_from": low, "size_to": high}
        for low, high in zip(edges, [*edges[1:], None], strict=True)
    ]
    order = data.draw(st.permutations(rows))

    assert len(_table(*order).rows) == len(rows)
    if len(rows) > 2:
        inner = data.draw(st.sampled_from(rows[1:-1]))
        with pytest.raises(RangeTableError, match="gap"):
            _table(*(row for row in order if row is not inner))


def test_two_hundred_rows_are_read_in_a_few_milliseconds() -> None:
    edges = [1_000_000.0 * step for step in range(200)]
    rows = [
        [
            (ROW | {"group": f"G{low}", "size_from": low, "size_to": high})[column]
            for column in COLUMNS
        ]
        for low, high in zip(edges, [*edges[1:], None], strict=True)
    ]
    times = []
    for _ in range(5):
        start = time.process_time()
        table = RangeTable.from_cells([COLUMNS, *rows])
        times.append(time.process_time() - start)

    assert len(table.rows) == 200
    assert min(times) < 0.05  # about 3 ms of processor time; the rest is room
