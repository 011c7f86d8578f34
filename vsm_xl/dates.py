"""Days and pay years, as a spreadsheet writes them.

Excel counts days from 1 January 1900 and believes in a 29 February 1900 (serial 60) that
never was; from serial 61 on, its count is two days ahead of a plain one from 1 January 1900.
Days here run from 1 January 1900 to 31 December 2199.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from math import lcm
from typing import Final

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
_PHANTOM: Final = 60
_BEFORE_PHANTOM: Final = date(1899, 12, 31)
_AFTER_PHANTOM: Final = date(1899, 12, 30)
#: LibreOffice Calc counts from here without the phantom: as Excel does from 1 March 1900 on.
CALC_DAY_ZERO: Final = _AFTER_PHANTOM
_SECONDS_OF_DAY: Final = 86_400
_LAST_SERIAL: Final = (LAST_DAY - _AFTER_PHANTOM).days
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_BRITISH: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", re.ASCII)
_IN_WORDS: Final = re.compile(
    r"([0-9]{1,2})[ -]([a-z]{3,9})[ -]([0-9]{4})", re.ASCII | re.IGNORECASE
)
_SHORT_YEAR: Final = re.compile(
    r"[0-9]{1,2}(/[0-9]{1,2}/|[ -][a-z]{3,9}[ -])[0-9]{2}", re.ASCII | re.IGNORECASE
)
#: Not taken from strftime: the name of a month there follows the locale of the host program.
MONTH_NAMES: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
#: English names of months, and their abbreviations, with the number of the month.
_MONTH_OF: Final = {
    name.lower(): number
    for number, whole in enumerate(MONTH_NAMES, start=1)
    for name in (whole, whole[:3])
} | {"sept": 9}
_PAY_YEAR: Final = re.compile(r"([0-9]{4})[/-]([0-9]{2})", re.ASCII)
_APRIL: Final = 4


class DayError(ValueError):
    """A cell that is not a day: ``kind`` is ``NOT_A_DATE`` or ``DATE_OUT_OF_RANGE``."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


def day_from_cell(cell: object) -> date:
    """Read a day as a spreadsheet hands it over; a time of day is dropped.

    Args:
        cell: an Excel serial number, a ``datetime`` or ``date``, or ISO text ``YYYY-MM-DD``.

    Raises:
        DayError: it is none of these, or lies outside 1900 to 2199.

    >>> day_from_cell(45748).isoformat(), day_from_cell(" 2025-04-01 ").isoformat()
    ('2025-04-01', '2025-04-01')
    >>> day_from_cell(60)
    Traceback (most recent call last):
    ...
    vsm_xl.dates.DayError: serial 60 is the 29 February 1900 that never was
    """
    if isinstance(cell, datetime):
        return _within(cell.date())
    if isinstance(cell, date):
        return _within(cell)
    if isinstance(cell, str):
        text = cell.strip()
        if not _ISO.fullmatch(text):
            raise DayError("NOT_A_DATE", f"{text!r} is not a date of the form YYYY-MM-DD")
        try:
            return _within(date.fromisoformat(text))
        except DayError:
            raise
        except ValueError:
            raise DayError("NOT_A_DATE", f"{text} is not in the calendar") from None
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise DayError("NOT_A_DATE", f"{cell!r} is not a date")
    return _day_from_serial(cell)


def day_from_text(text: str) -> date:
    """Read a day as people in Britain write it: ``2025-04-01``, ``01/04/2025``, ``1 Apr 2025``.

    Text in a cell is read more strictly (:func:`day_from_cell`): there a real date can be typed,
    and what was left as text is often one that the spreadsheet did not understand.

    Raises:
        DayError: it is none of these, or no day of the calendar; the words state what is wrong.

    >>> day_from_text("1/4/2025").isoformat(), day_from_text("1 April 2025").isoformat()
    ('2025-04-01', '2025-04-01')
    >>> day_from_text("04/13/2025")
    Traceback (most recent call last):
    ...
    vsm_xl.dates.DayError: '04/13/2025' has no month 13; the day comes first, then the month
    """
    text = text.strip()
    if _SHORT_YEAR.fullmatch(text):
        raise DayError("NOT_A_DATE", f"{text!r} has a year of two digits, which may be any century")
    if in_words := _IN_WORDS.fullmatch(text):
        month = _MONTH_OF.get(in_words[2].lower(), 0)
        if not month:
            raise DayError("NOT_A_DATE", f"{text!r} names no month")
        day, year = int(in_words[1]), int(in_words[3])
    elif british := _BRITISH.fullmatch(text):
        day, month, year = map(int, british.groups())
    elif not _ISO.fullmatch(text):
        raise DayError("NOT_A_DATE", f"{text!r} is not a date")
    else:
        return day_from_cell(text)
    if month > MONTHS >= day:
        raise DayError(
            "NOT_A_DATE", f"{text!r} has no month {month}; the day comes first, then the month"
        )
    try:
        return _within(date(year, month, day))
    except DayError:
        raise
    except ValueError:
        raise DayError("NOT_A_DATE", f"{text!r} is not in the calendar") from None


def _day_from_serial(serial: float) -> date:
    # NaN fails the comparison too; the number itself may be too long to be written out.
    if not 1 <= serial < _LAST_SERIAL + 1:
        raise DayError("DATE_OUT_OF_RANGE", "the number is not a date between 1900 and 2199")
    days = int(serial)
    if days == _PHANTOM:
        raise DayError("DATE_OUT_OF_RANGE", "serial 60 is the 29 February 1900 that never was")
    return (_BEFORE_PHANTOM if days < _PHANTOM else _AFTER_PHANTOM) + timedelta(days=days)


def _within(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise DayError("DATE_OUT_OF_RANGE", f"{day.isoformat()} lies outside 1900 to 2199")
    return day


def serial(day: date) -> int:
    """Return the number by which Excel's 1900 system knows a day.

    >>> serial(date(1900, 2, 28)), serial(date(1900, 3, 1)), serial(date(2025, 4, 1))
    (59, 61, 45748)
    """
    days = (day - _AFTER_PHANTOM).days
    return days if days > _PHANTOM else days - 1


def date_serial(value: date) -> float:
    """Return the Excel serial of a date (1900 system); a time of day is the fraction.

    Raises:
        ValueError: it is before 1 January 1900, which Excel cannot hold.

    >>> date_serial(date(2025, 4, 1)), date_serial(datetime(2025, 4, 1, 18))
    (45748, 45748.75)
    """
    day = value.date() if isinstance(value, datetime) else value
    if day < FIRST_DAY:
        raise ValueError(f"{day.isoformat()} is before 1 January 1900, the first day Excel knows")
    fraction = time_fraction(value.time()) if isinstance(value, datetime) else 0
    return serial(day) + fraction if fraction else serial(day)


def moment_of(number: float) -> datetime:
    """Return the moment that a serial (1900 system) stands for, to the millisecond.

    Raises:
        OverflowError: the calendar does not reach so far.

    >>> moment_of(45748), moment_of(45748.75).hour, moment_of(59).day
    (datetime.datetime(2025, 4, 1, 0, 0), 18, 28)
    """
    day, fraction = divmod(number, 1)
    if 0 < number < _PHANTOM:
        day += 1
    past = timedelta(milliseconds=round(fraction * _SECONDS_OF_DAY * 1000))
    return datetime.combine(_AFTER_PHANTOM, time()) + timedelta(days=day) + past


def time_fraction(moment: time) -> float:
    """Return a time of day as the part of the day that has gone by.

    >>> time_fraction(time(18))
    0.75
    """
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
    return seconds / _SECONDS_OF_DAY


def day_in_words(day: date) -> str:
    """Write a day as people do.

    >>> day_in_words(date(2026, 11, 1))
    '1 November 2026'
    """
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def pay_year_from_cell(cell: object) -> int:
    """Read a pay year, given as ``2025/26``, ``2025-26`` or any day in it, as its first year.

    Raises:
        DayError: the text is neither, or its second year does not follow the first.

    >>> pay_year_from_cell("2025/26"), pay_year_from_cell(date(2026, 3, 31))
    (2025, 2025)
    """
    if isinstance(cell, str) and (match := _PAY_YEAR.fullmatch(cell.strip())):
        first = int(match[1])
        if (first + 1) % 100 != int(match[2]):
            raise DayError(
                "NOT_A_PAY_YEAR", f"{cell.strip()}: the second year does not follow the first"
            )
        if not FIRST_DAY.year <= first <= LAST_DAY.year:
            raise DayError("DATE_OUT_OF_RANGE", f"{cell.strip()} lies outside 1900 to 2199")
        return first
    return pay_year_of(day_from_cell(cell))


def pay_year_of(day: date) -> int:
    """Return the first calendar year of the pay year (1 April to 31 March) a day lies in.

    >>> pay_year_of(date(2025, 3, 31)), pay_year_of(date(2025, 4, 1))
    (2024, 2025)
    """
    return day.year if day.month >= _APRIL else day.year - 1


def pay_year_name(first: int) -> str:
    """Write a pay year as people do.

    >>> pay_year_name(2025), pay_year_name(1999)
    ('2025/26', '1999/00')
    """
    return f"{first:04d}/{(first + 1) % 100:02d}"


def pay_year_days(first: int) -> tuple[date, date]:
    """Return the first and last day of a pay year.

    >>> [day.isoformat() for day in pay_year_days(2025)]
    ['2025-04-01', '2026-03-31']
    """
    return date(first, _APRIL, 1), date(first + 1, _APRIL, 1) - timedelta(days=1)


#: A day's share of any month, and so of any span, is a whole number of these parts of a month.
MONTH_PARTS: Final = lcm(28, 29, 30, 31)
MONTHS: Final = 12


def month_parts(start: date, end: date) -> int:
    """Return the time from ``start`` up to, not including, ``end`` in parts of a month.

    Whole calendar months count as one, part months by the calendar days of that month.

    >>> month_parts(date(2025, 4, 1), date(2025, 10, 1)) / MONTH_PARTS
    6.0
    >>> month_parts(date(2024, 8, 5), date(2024, 9, 1)) * 31 == 27 * MONTH_PARTS
    True
    """
    months = (end.year - start.year) * MONTHS + end.month - start.month
    return months * MONTH_PARTS - _into_month(start) + _into_month(end)


def _into_month(day: date) -> int:
    following = date(day.year + day.month // MONTHS, day.month % MONTHS + 1, 1)
    return (day.day - 1) * MONTH_PARTS // (following - day.replace(day=1)).days
