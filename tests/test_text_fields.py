"""Fields of CSV files: what is read as an amount, and what a text says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsm_xl.text_fields import GUARDED_STARTS, amount, field_text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("277500", 277_500.0), ("£277,500.00", 277_500.0), ("£ 1,000", 1_000.0), (" 5 ", 5.0),
        ("-£5", -5.0), (".5", 0.5), ("0150", 150.0), ("1,000,000", 1e6),
    ],
)  # fmt: skip
def test_an_amount_has_digits_and_at_will_a_pound_sign_and_commas(text: str, number: float) -> None:
    assert amount(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "£", "-", ".", "5.", "1,00", "1,0000", ",100", "1,000,00", "10,00,000", "1e5", "nan", "inf",
     "£-5", "--5", "25k", "5%", "1 000", "١", "=5", "0x10", "1_000"],
)  # fmt: skip
def test_anything_else_is_no_amount(text: str) -> None:
    assert amount(text) is None


@given(st.integers(0, 10**14))
def test_an_amount_reads_the_same_with_commas_and_without(pence: int) -> None:
    plain = f"{pence // 100}.{pence % 100:02d}"

    assert amount(plain) == amount(f"£{pence // 100:,}.{pence % 100:02d}") == float(plain)


@pytest.mark.parametrize("start", [*GUARDED_STARTS, "'"])
def test_an_apostrophe_that_guards_a_text_is_taken_off_once(start: str) -> None:
    assert field_text(f"'{start}x") == field_text(f"{start}x")


@pytest.mark.parametrize("text", ["'quoted'", "O'Brien", "'", "x"])
def test_an_apostrophe_of_the_text_itself_stays(text: str) -> None:
    assert field_text(f"\ufeff {text}\u00a0\r\n") == text
