"""A single record: exact values, strictness, and what cannot be changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from vsm_xl.framework.model import FigureModel, InformationModel
from vsm_xl.framework.records import Figure, Information


def _raw(**changes: object) -> dict[str, Any]:
    record: dict[str, Any] = {
        "name": "award.percent",
        "unit": "fraction",
        "value": "0.0325",
        "from": date(2025, 4, 1),
        "to": date(2026, 3, 31),
        "status": "confirmed",
        "confidence": "H",
        "source": "HCL",
        "section": "Paragraph 1.",
    }
    return record | changes


def _figure(**changes: object) -> Figure:
    raw = _raw(**changes)
    FigureModel.model_validate(raw)
    return Figure.from_record(raw)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0.0325", (325, 10_000)),
        ("0.10", (1, 10)),
        ("0", (0, 1)),
        ("1", (1, 1)),
        ("0.2378", (2378, 10_000)),
    ],
)
def test_a_rate_is_an_exact_pair_of_integers(value: str, expected: tuple[int, int]) -> None:
    assert _figure(value=value).ratio == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("170000", 17_000_000), ("142500.5", 14_250_050), ("0.01", 1), ("1000000", 100_000_000)],
)
def test_an_amount_is_exact_in_pence(value: str, expected: int) -> None:
    assert _figure(unit="GBP per year", value=value).pence == expected


def test_a_ratio_of_a_large_amount_has_the_denominator_one() -> None:
    assert _figure(unit="GBP", value="5000").ratio == (5000, 1)


def test_a_value_keeps_the_kind_its_unit_gives_it() -> None:
    assert _figure(unit="switch", value=True).value is True
    assert _figure(unit="text", value="0.0325").value == "0.0325"
    assert _figure(unit="text", value="settled").text == "settled"
    assert _figure(unit="date", value=date(2025, 4, 1)).value == date(2025, 4, 1)
    assert _figure(unit="segment", value="5").number == Decimal(5)


def test_a_word_is_no_number_and_a_number_no_word() -> None:
    with pytest.raises(TypeError, match="not a number"):
        _ = _figure(unit="text", value="settled").ratio
    with pytest.raises(TypeError, match="not a text"):
        _ = _figure().text


def test_a_pending_figure_has_no_number() -> None:
    figure = _figure(value=None, status="pending", to=None)

    assert figure.pending
    with pytest.raises(TypeError, match="not a number"):
        _ = figure.number


def test_a_record_cannot_be_changed() -> None:
    figure = _figure()

    with pytest.raises(AttributeError, match="cannot be changed"):
        figure.status = "superseded"  # type: ignore[misc]


def test_equal_records_are_equal_keys() -> None:
    assert {_figure(): 1}[_figure()] == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"value": 0.0325},
        {"value": Decimal("0.0325")},
        {"value": "1e-2"},
        {"value": "٣"},
        {"value": True},
        {"unit": "switch", "value": 1},
        {"from": "2025-04-01"},
        {"first_day": date(2025, 4, 1)},
        {"confidence": "h"},
        {"name": "award"},
    ],
    ids=str,
)
def test_nothing_is_converted_silently(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        FigureModel.model_validate(_raw(**changes))


def test_information_has_no_days_to_be_found_by() -> None:
    raw = _raw(days="2017")

    with pytest.raises(ValidationError, match="extra_forbidden"):
        InformationModel.model_validate(raw)
    with pytest.raises(TypeError, match="from"):
        Information.from_record(raw)


def test_a_record_with_a_key_that_no_figure_has_is_never_built() -> None:
    with pytest.raises(TypeError, match="until"):
        Figure.from_record(_raw(until=date(2026, 3, 31)))
