"""Damaged returns repaired: what was entered is carried into a sound one, the rest is named."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import damage  # type: ignore[import-not-found,unused-ignore]
import pytest
from damage import problems, same_inputs
from openpyxl import Workbook

from vsm_xl.annual_return.filling.repair import repair
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.package import Package

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.layout import Place


def test_a_header_that_was_overwritten_is_found_between_its_neighbours(
    package: Package, places: dict[str, Place]
) -> None:
    place = places["people"]
    ref = f"{place.letter('salary')}{place.header_row}"

    def overwrite(workbook: Any) -> None:
        workbook["People"][ref] = "Pay"

    given = damage.changed(package, overwrite)
    [problem] = problems(given)

    assert f"sheet People, cell {ref}: the column 'Salary at 31 March' is missing" in problem
    same_inputs(repair(given, "new.xlsx"), package)


def test_names_that_are_gone_leave_the_inputs_readable(package: Package) -> None:
    def lose(workbook: Any) -> None:
        workbook.defined_names.clear()

    bare = damage.changed(package, lose)
    [problem] = problems(bare)

    assert "looks like an annual return, but its defined names are gone" in problem
    same_inputs(repair(bare, "new.xlsx"), package)


def test_an_older_template_is_carried_into_the_present_one(package: Package) -> None:
    def age(workbook: Any) -> None:
        ref = workbook.defined_names["vsm_template_version"].attr_text
        workbook["Cover"][ref.split("!")[1].replace("$", "")] = "0.0.1"

    old = damage.changed(package, age)
    [problem] = problems(old)

    assert "template version 0.0.1" in problem
    assert "vsm-xl repair" in problem
    same_inputs(repair(old, "new.xlsx"), package)


def test_what_cannot_be_read_is_named_and_the_rest_is_carried(
    package: Package, places: dict[str, Place]
) -> None:
    place = places["people"]
    salary, bonus, fte = (place.cell(key) for key in ("salary", "bonus_percent", "fte"))

    def mangle(workbook: Any) -> None:
        workbook["People"][salary] = "277,500\u00a0"
        workbook["People"][bonus] = 5
        workbook["People"][fte] = "=1/2"

    repaired = repair(damage.changed(package, mangle), "new.xlsx")

    assert [salary in line and "was read as 277500.0" in line for line in repaired.converted] == [
        True
    ]
    assert sorted(ref in "".join(repaired.left_out) for ref in (bonus, fte)) == [True, True]
    assert repaired.inputs.rows["people"][0]["salary"] == 277_500


def test_another_workbook_holds_nothing_to_repair() -> None:
    file = io.BytesIO()
    Workbook().save(file)
    package = Package.from_bytes(file.getvalue(), "budget.xlsx")

    with pytest.raises(UnusableInput, match=r"budget\.xlsx: no input of an annual return"):
        repair(package, "new.xlsx")
