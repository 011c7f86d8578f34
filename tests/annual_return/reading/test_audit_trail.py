"""The fingerprint of the inputs, and the trail that is written into a return."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import damage  # type: ignore[import-not-found,unused-ignore]
import pytest
from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]
from hypothesis import given
from hypothesis import strategies as st

from vsm_xl.annual_return.filling.fill import fill
from vsm_xl.annual_return.reading import audit_trail
from vsm_xl.annual_return.reading.identify import layout_of, workbook_names
from vsm_xl.annual_return.reading.inputs import Inputs, read_inputs
from vsm_xl.dates import serial
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.cell_values import contents
from vsm_xl.recalc import Recalculated, recalculate

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsm_xl.ooxml.package import Package

MONDAY, TUESDAY = date(2025, 11, 3), date(2025, 11, 4)


def fingerprint(package: Package) -> str:
    return audit_trail.inputs_sha256(read_inputs(package, layout_of(package)))


def test_the_canonical_text_is_the_published_one() -> None:
    inputs = Inputs(
        {
            "size": 2_124_726_000.0,
            "date": date(2025, 4, 1),
            "explanation": 'A "quote"\r\n£5 ',
            "kind": "",
        },
        {
            "people": [{"salary": 277_500.5, "post": "Chief\u00a0Executive"}, {"fte": 1 / 3}],
            "ranges": [],
        },
    )
    text = (
        '{"lines":{"date":"2025-04-01","explanation":"A \\"quote\\"\\n£5","size":2124726000},'
        '"rows":{"people":[{"post":"Chief Executive","salary":277500.5},{"fte":0.333333333333333}]}}'
    )

    assert audit_trail.canonical(inputs) == text
    assert audit_trail.inputs_sha256(inputs) == sha256(text.encode()).hexdigest()
    assert json.loads(text)["lines"]["size"] == 2_124_726_000


@given(st.floats(0, 1e12).map(lambda value: float(f"{value:.15g}")))
def test_a_number_is_written_without_exponent_and_reads_back(value: float) -> None:
    text = audit_trail.canonical(Inputs({"n": value}, {}))

    assert "e" not in text.removeprefix('{"lines":{"n":').lower().replace('"rows":{}', "").rstrip(
        "}"
    )
    assert json.loads(text)["lines"]["n"] == value


def test_the_same_inputs_have_the_same_fingerprint_in_any_file(complete: Recalculated) -> None:
    inputs = read_inputs(complete.package, layout_of(complete.package))
    larger = fill(
        blank_template(9, "larger.xlsx"),
        inputs.lines, [{}, *inputs.rows["people"][:1], {}, *inputs.rows["people"][1:]],
        inputs.rows["ranges"],
    )  # fmt: skip
    saved_elsewhere = damage.changed(complete.package, lambda _: None)

    assert {fingerprint(one) for one in (complete.package, larger, saved_elsewhere)} == {
        audit_trail.inputs_sha256(inputs)
    }


@pytest.mark.parametrize(
    "change",
    [{"size": 600_000_001.0}, {"complies": "No"}, {"contact": "Pay team"}, {"contact": None}],
)
def test_another_input_has_another_fingerprint(
    complete: Recalculated,
    fill_and_recalculate: Callable[..., Recalculated],
    change: dict[str, Any],
) -> None:
    assert fingerprint(fill_and_recalculate(change).package) != fingerprint(complete.package)


def test_the_order_of_people_is_part_of_the_inputs() -> None:
    people = [{"post": "A"}, {"post": "B"}]

    assert audit_trail.inputs_sha256(Inputs({}, {"people": people})) != audit_trail.inputs_sha256(  # type: ignore[dict-item]
        Inputs({}, {"people": people[::-1]})  # type: ignore[dict-item]
    )


def test_every_cell_of_the_trail_has_its_name_in_the_template(complete: Recalculated) -> None:
    assert set(audit_trail.NAMES.values()) <= set(workbook_names(complete.package))


def test_the_trail_is_written_and_survives_the_check(complete: Recalculated) -> None:
    stamped = audit_trail.stamp(complete.package, MONDAY)
    names = workbook_names(stamped)
    again = recalculate(stamped)

    def shown(key: str) -> object:
        sheet, _, ref = names[audit_trail.NAMES[key]].replace("$", "").rpartition("!")
        return again.value(sheet.strip("'"), ref)

    trail = audit_trail.trail(stamped, MONDAY)
    assert shown("inputs_sha256") == trail.inputs_sha256 == fingerprint(complete.package)
    assert shown("software") == trail.software
    assert shown("data_edition") == trail.data_edition
    assert shown("engine") == trail.engine
    assert trail.engine.startswith("vsm-xl, formualizer ")
    assert not audit_trail.has_trail(complete.package, audit_trail.trail(complete.package, MONDAY))
    assert audit_trail.has_trail(stamped, audit_trail.trail(stamped, TUESDAY))


def test_stamping_again_changes_nothing_but_the_day(complete: Recalculated) -> None:
    once = audit_trail.stamp(complete.package, MONDAY)
    recalculated = recalculate(once).package
    later = recalculate(audit_trail.stamp(recalculated, TUESDAY)).package
    before, after = (contents(one) for one in (recalculated, later))

    assert audit_trail.stamp(recalculated, MONDAY).parts == recalculated.parts
    assert [part for part in later.parts if later.parts[part] != recalculated.parts[part]]
    for sheet, cells in after.items():
        for ref, value in cells.items():
            assert value == before[sheet][ref] or value in {TUESDAY, serial(TUESDAY)}, (
                f"{sheet}!{ref}"
            )
    assert fingerprint(later) == fingerprint(once)


def test_a_trail_of_other_inputs_is_not_right(complete: Recalculated) -> None:
    stamped = audit_trail.stamp(complete.package, MONDAY)
    inputs = read_inputs(stamped, layout_of(stamped))
    changed = fill(stamped, inputs.lines | {"contact": "another"}, inputs.rows["people"])

    assert not audit_trail.has_trail(changed, audit_trail.trail(changed, MONDAY))


def test_the_day_follows_the_variable_for_repeatable_builds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(audit_trail.EPOCH, "1762214400")
    assert audit_trail.today() == date(2025, 11, 4)

    monkeypatch.setenv(audit_trail.EPOCH, "yesterday")
    with pytest.raises(UnusableInput, match="SOURCE_DATE_EPOCH is 'yesterday'"):
        audit_trail.today()


def test_a_day_that_is_given_counts_for_what_is_done_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(audit_trail.EPOCH, "1762214400")
    with audit_trail.dated(date(2026, 6, 1)):
        assert audit_trail.today() == date(2026, 6, 1)
    assert audit_trail.today() == date(2025, 11, 4)
