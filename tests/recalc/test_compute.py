"""Returns computed by the template's formulas, held against the engine: bit for bit, or not at all."""

from __future__ import annotations

import struct
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import formualizer
import odd_returns  # type: ignore[import-not-found,unused-ignore]
import pytest
from random_returns import random_return  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.integrity.structure import check_structure
from vsm_xl.annual_return.reading.confirmed import computed, prepared
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.errors import UnusableInput
from vsm_xl.recalc import recalculate
from vsm_xl.recalc.worksheet_functions import FUNCTIONS
from vsm_xl.recalc.worksheet_values import Unsure

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.layout import Layout
    from vsm_xl.ooxml import Package

SEEDS = range(16)


def bits(value: object) -> object:
    return struct.pack("d", value) if isinstance(value, float) else value


def differences(package: Package, layout: Layout) -> list[str] | None:
    """Return what differs from the engine's results; None where only the engine can say."""
    ours = computed(package, layout)
    if ours is None:
        return None
    engine = recalculate(package)
    wrong = [
        f"{package.name} {title}!{ref} ={engine.formulas[title][ref]}: {now!r}, not {value!r}"
        for title, values in engine.values.items()
        for ref, value in values.items()
        if type(now := ours.values[title].get(ref)) is not type(value) or bits(now) != bits(value)
    ]
    if not wrong and ours.package.parts != engine.package.parts:
        wrong.append(f"{package.name}: parts")
    if (ours.formulas, ours.errors, ours.unknown_functions) != (engine.formulas, engine.errors, {}):
        wrong.append(f"{package.name}: formulas or errors")
    return wrong


def test_random_returns_are_computed_as_the_engine_computes_them() -> None:
    returns = map(random_return, SEEDS)
    found = [differences(package, layout_of(package)) for package in returns]
    assert [words for one in found if one for words in one] == []
    assert found.count(None) < len(SEEDS) / 2


def test_seeded_faults_are_computed_as_the_engine_computes_them() -> None:
    found, refused = [], 0
    for number in range(0, len(odd_returns.SEEDS), 4):
        package = odd_returns.seeded(number)
        try:
            layout = check_structure(package)
        except UnusableInput:
            refused += 1
        else:
            found.append(differences(package, layout))
    assert [words for one in found if one for words in one] == []
    assert found.count(None) < len(found) / 2
    assert refused < len(found)


def test_the_formulas_of_every_size_can_be_put_in_order() -> None:
    sizes = ((1, 1, 1), (2, 3, 500), (60, 120, 1_000), (500, 120, 1_000))
    assert all(prepared(template_layout(*size)) for size in sizes)


def test_a_formula_of_a_file_is_never_computed_here() -> None:
    package = odd_returns.with_formulas()
    assert computed(package, layout_of(package)) is None


def test_nothing_of_a_return_is_left_for_the_next_one() -> None:
    blank = odd_returns.blank()
    layout = check_structure(blank)
    alone = computed(blank, layout)
    assert alone is not None
    # Another sheet, the last one, has a formula; and one that is computed to its end.
    for other in (odd_returns.with_a_sheet_of_its_own(), odd_returns.complete()):
        computed(other, check_structure(other))
        after = computed(blank, layout)
        assert after is not None
        assert after.values == alone.values


def test_returns_computed_by_threads_at_once_are_each_their_own() -> None:
    returns = [(one, check_structure(one)) for one in (odd_returns.blank(), odd_returns.complete())]

    def values(given: tuple[Package, Layout]) -> object:
        found = computed(*given)
        return found and found.values

    alone = [values(one) for one in returns]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(values, returns * 6)) == alone * 6


@pytest.mark.parametrize("places", range(-2, 5))
def test_round_is_the_engines_near_a_half_too(places: int) -> None:
    values = [
        sign * (whole + 0.5 + away) / 10.0**places
        for whole in (0, 1, 9, 2_139, 213_913, 18_964_131, 955_421_387)
        for away in (0.0, 1e-13, -1e-13, 3e-11, -3e-11, 4e-8, -4e-8, 1e-3, -0.3)
        for sign in (1, -1)
    ]
    book = formualizer.Workbook()
    book.add_sheet("S")
    for row, value in enumerate(values, 1):
        book.set_value("S", row, 1, value)
        book.set_formula("S", row, 2, f"=ROUND(A{row},{places})")
    book.evaluate_all()
    wrong, unsure = [], 0
    for row, value in enumerate(values, 1):
        try:
            rounded = FUNCTIONS["ROUND"](value, float(places))
        except Unsure:
            unsure += 1
            continue
        if bits(rounded) != bits(wanted := book.get_value("S", row, 2)):
            wrong.append((value, rounded, wanted))
    assert not wrong
    assert unsure < len(values) / 4
