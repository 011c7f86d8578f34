"""What comes over COM, and what goes back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import vsm_xl
from vsm_xl.excel import udfs
from vsm_xl.excel.server import faults, ribbon, serving
from vsm_xl.functions import NAMES
from vsm_xl.functions.registry import EVERY

if TYPE_CHECKING:
    from pathlib import Path

NA = -2146826246
MISSING = serving.MISSING


class ComTime(dt.datetime):
    """As pywintypes makes dates: a subclass, with a zone."""


def award(*arguments: Any) -> Any:
    return serving.answer("VSM_AWARD", arguments)


def test_the_module_that_xlwings_serves_holds_the_functions_and_nothing_else() -> None:
    # Names with an @ are pytest's own.
    assert [name for name in dir(udfs) if name[0] not in "_@"] == sorted(NAMES)
    assert [n for n in dir(ribbon) if n[0] not in "_@"] == [
        "about",
        "calls_in",
        "explained",
        "plan",
    ]


def test_served_functions_have_no_type_hints() -> None:
    for module in (udfs, ribbon):
        for name in dir(module):
            if name[0] not in "_@":
                assert getattr(module, name).__annotations__ == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_function_answers_its_example_as_the_library_does(name: str) -> None:
    example = EVERY[name].example
    plain = vsm_xl.call(name, *example)

    given = [as_rows(one) for one in example]
    assert getattr(udfs, name)(*given) == (plain if isinstance(plain, list) else [[plain]])


def as_rows(given: Any) -> Any:
    if isinstance(given, list):
        return tuple(tuple(row) if isinstance(row, list) else (row,) for row in given)
    return float(given) if isinstance(given, int) and not isinstance(given, bool) else given


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (2000, "#NULL!"), (2007, "#DIV/0!"), (2015, "#VALUE!"), (2023, "#REF!"), (2029, "#NAME?"),
        (2036, "#NUM!"), (2042, "#N/A"), (2043, "#GETTING_DATA"), (2045, "#SPILL!"),
        (2046, "#CONNECT!"), (2047, "#BLOCKED!"), (2048, "#UNKNOWN!"), (2049, "#FIELD!"),
        (2050, "#CALC!"), (2999, "#VALUE!"),
    ],
)  # fmt: skip
def test_an_error_cell_comes_out_as_that_error(number: int, text: str) -> None:
    # As an unsigned number COM says 0x800A0000 and Excel's own number.
    over_com = 0x800A0000 + number - 2**32

    assert award(over_com, "2025/26", "Provider", 3.0) == [[text]]
    assert award(((over_com,), (100.0,)), "2025/26", "Provider", 3.0)[0] == [text]


def test_whole_numbers_that_are_no_errors_stay_numbers() -> None:
    assert award(150000, 45748, "Provider", 3) == [[4875.0]]
    assert award(-5, "2025/26", "Provider", 3) == [["#NUM!"]]


@pytest.mark.parametrize(
    "day",
    [
        45748.0,
        45748.75,
        "2025-04-01",
        dt.datetime(2025, 4, 1),  # noqa: DTZ001 - Excel knows no zones
        dt.datetime(2025, 4, 1, 23, 30, tzinfo=dt.UTC),
        ComTime(2025, 4, 1, tzinfo=dt.timezone(dt.timedelta(hours=-9))),
    ],
)
def test_dates_come_in_every_form(day: Any) -> None:
    assert serving.answer("VSM_PRORATA", (12000.0, day, 45777.0)) == [[1000.0]]
    assert serving.answer("VSM_PRORATA", (((12000.0,), (24000.0,)), day, 45777.0)) == [
        [1000.0],
        [2000.0],
    ]


def test_currency_cells_arrive_as_decimals() -> None:
    assert award(Decimal("150000.0000"), "2025/26", "Provider", 3.0) == [[4875.0]]


def test_arguments_left_out_at_the_end_are_left_out_and_others_are_empty() -> None:
    assert award(150000.0, "2025/26", "Provider", 3.0, MISSING, MISSING, MISSING) == [[4875.0]]
    assert award(150000.0, "2025/26", "Provider", 3.0, MISSING, MISSING, "none") == [[0.0]]
    assert award(150000.0, MISSING, "Provider", 3.0) == [["#N/A"]]


def test_an_empty_cell_is_blank_and_never_nothing() -> None:
    assert award(None, "2025/26", "Provider", 3.0) == [[""]]
    assert award(((None,), (100.0,)), "2025/26", "Provider", 3.0) == [[""], [3.25]]


def test_a_flat_range_is_a_row() -> None:
    assert award((100.0, 200.0), "2025/26", "Provider", 3.0) == [[3.25, 6.5]]


def test_a_range_of_one_cell_is_a_cell() -> None:
    assert award(((100.0,),), "2025/26", "Provider", 3.0) == [[3.25]]


def test_errors_leave_as_plain_texts_that_com_can_carry() -> None:
    assert type(award(NA, "2025/26", "Provider", 3.0)[0][0]) is str


def test_a_fault_of_ours_is_an_error_cell_and_is_kept_for_the_doctor(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("out of order")

    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr(vsm_xl.functions, "call", broken)

    assert award(123456.0, "2025/26", "Provider", 3.0) == [["#VALUE!"]]
    kept = faults.file().read_text("utf-8")
    assert "VSM_AWARD failed" in kept
    assert "out of order" in kept
    assert "123456" not in kept


def test_the_file_of_faults_never_fills_a_disk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    faults.record("first")
    with faults.file().open("a", encoding="utf-8") as file:
        file.write("x" * 300_000)

    faults.record("second")

    assert "second" in faults.file().read_text("utf-8")
    assert faults.file().stat().st_size < 1000


def test_a_folder_that_cannot_be_written_to_is_no_second_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "vsm_xl").write_text("a file where the folder should be")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))

    faults.record("anything")
