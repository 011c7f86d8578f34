"""Days as a spreadsheet counts them, and pay years."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsm_xl import dates
from vsm_xl.dates import DayError

DAYS = st.dates(dates.FIRST_DAY, dates.LAST_DAY)


@given(DAYS)
def test_a_day_is_read_back_from_every_form_of_it(day: date) -> None:
    number = dates.serial(day)

    for form in (number, float(number), number + 0.99, day, day.isoformat(), f" {day} "):
        assert dates.day_from_cell(form) == day
    assert dates.day_from_cell(datetime(day.year, day.month, day.day, 23, 59)) == day  # noqa: DTZ001 - as a cell holds it


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (1, "1900-01-01"),
        (59, "1900-02-28"),
        (61, "1900-03-01"),
        (45748, "2025-04-01"),
        (109574, "2199-12-31"),
    ],
)
def test_serials_are_those_of_excel(number: int, day: str) -> None:
    assert dates.day_from_cell(number) == date.fromisoformat(day)
    assert dates.serial(date.fromisoformat(day)) == number


@pytest.mark.parametrize(
    "cell",
    [0, 0.99, -1, 60, 60.5, 109575, 1e300, float("nan"), float("inf"), 10**400, -(10**5000),
     date(1899, 12, 31), date(2200, 1, 1), date.max, "1899-12-31", "2200-01-01", "0001-01-01"],
    ids=lambda cell: f"{cell!s:.12}" if not isinstance(cell, int) else "a whole number",
)  # fmt: skip
def test_what_lies_outside_the_calendar_is_out_of_range(cell: Any) -> None:
    with pytest.raises(DayError) as fault:
        dates.day_from_cell(cell)

    assert fault.value.kind == "DATE_OUT_OF_RANGE"


@pytest.mark.parametrize(
    "cell",
    ["", "1/4/2025", "2025-4-1", "2025-02-29", "2025-04-01 00:00", "2025-04-01T00:00:00",
     "20250401", "April", "٢٠٢٥-٠٤-٠١", "0000-01-01", "2025-13-01", True, None, [], b"2025-04-01"],
)  # fmt: skip
def test_what_is_no_date_is_refused(cell: Any) -> None:
    with pytest.raises(DayError) as fault:
        dates.day_from_cell(cell)

    assert fault.value.kind == "NOT_A_DATE"


@given(DAYS)
def test_a_day_is_read_as_people_write_it(day: date) -> None:
    for text in (
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f" {day.day}/{day.month}/{day:%Y} ",
        dates.day_in_words(day),
        f"{day.day}-{dates.MONTH_NAMES[day.month - 1][:3].upper()}-{day:%Y}",
    ):
        assert dates.day_from_text(text) == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("04/13/2025", "has no month 13; the day comes first"),
        ("12/31/2025", "has no month 31"),
        ("31/06/2025", "is not in the calendar"),
        ("29/02/2025", "is not in the calendar"),
        ("00/04/2025", "is not in the calendar"),
        ("13/13/2025", "is not in the calendar"),
        ("01/04/25", "a year of two digits"),
        ("1.4.2025", "is not a date"),
        ("1 April 25", "a year of two digits"),
        ("1-Apr-25", "a year of two digits"),
        ("31 Apr 2025", "is not in the calendar"),
        ("1 Avril 2025", "names no month"),
        ("April 2025", "is not a date"),
        ("01/04/2025 00:00", "is not a date"),
        ("٠١/٠٤/٢٠٢٥", "is not a date"),
        ("01/04/2200", "lies outside 1900 to 2199"),
        ("01/04/0000", "is not in the calendar"),
        ("", "is not a date"),
    ],
)
def test_a_text_that_may_be_another_day_or_none_is_refused(text: str, words: str) -> None:
    with pytest.raises(DayError, match=words):
        dates.day_from_text(text)


@given(DAYS)
def test_a_day_lies_in_its_pay_year(day: date) -> None:
    year = dates.pay_year_of(day)
    first, last = dates.pay_year_days(year)

    assert first <= day <= last
    assert (first.month, first.day, last.month, last.day) == (4, 1, 3, 31)
    if year >= dates.FIRST_DAY.year:
        name = dates.pay_year_name(year)
        assert dates.pay_year_from_cell(name) == year
        assert dates.pay_year_from_cell(name.replace("/", "-")) == year
    assert dates.pay_year_from_cell(day) == year


@pytest.mark.parametrize(
    ("text", "kind"),
    [("2025/27", "NOT_A_PAY_YEAR"), ("2025/25", "NOT_A_PAY_YEAR"), ("2025/2026", "NOT_A_DATE"),
     ("25/26", "NOT_A_DATE"), ("2025", "NOT_A_DATE"), ("2025 / 26", "NOT_A_DATE"),
     ("1899/00", "DATE_OUT_OF_RANGE"), ("2200/01", "DATE_OUT_OF_RANGE"), ("9999/00", "DATE_OUT_OF_RANGE")],
)  # fmt: skip
def test_a_pay_year_is_two_years_that_follow_each_other(text: str, kind: str) -> None:
    with pytest.raises(DayError) as fault:
        dates.pay_year_from_cell(text)

    assert fault.value.kind == kind


def test_a_century_ends_inside_a_pay_year() -> None:
    assert dates.pay_year_from_cell("1999/00") == 1999
    assert dates.pay_year_name(2099) == "2099/00"


@given(DAYS, DAYS, DAYS)
def test_periods_that_follow_each_other_add_up(one: date, other: date, third: date) -> None:
    first, middle, last = sorted((one, other, third))

    assert dates.month_parts(first, middle) + dates.month_parts(middle, last) == dates.month_parts(
        first, last
    )


@given(DAYS.filter(lambda day: day < dates.LAST_DAY))
def test_a_day_is_its_share_of_its_month(day: date) -> None:
    share = Fraction(dates.month_parts(day, day + timedelta(days=1)), dates.MONTH_PARTS)

    assert share == Fraction(1, monthrange(day.year, day.month)[1])


@given(st.integers(1901, 2198), st.integers(1, 12))
def test_a_whole_month_is_one_and_a_year_is_twelve(year: int, month: int) -> None:
    start = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)

    assert dates.month_parts(start, following) == dates.MONTH_PARTS
    assert dates.month_parts(start, date(year + 1, month, 1)) == 12 * dates.MONTH_PARTS
