"""What the Cover says of the functions is not what this computer knows, but what others will see."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from vsm_xl import Return
from vsm_xl.ooxml.package import Package


def stored(package: Package, label: str) -> object:
    """Return what a file shows beside a label of the Cover before anything calculates it."""
    cover = load_workbook(io.BytesIO(package.to_bytes()), data_only=True)["Cover"]
    return next(row[1].value for row in cover.iter_rows() if row[0].value == label)


def test_the_stored_answer_is_no_and_nothing_calls_it_out_of_date() -> None:
    made = Return.new(people=2)
    made.recalculate(stamp=False)
    package = made.recalculated.package

    assert str(stored(package, "Do the VSM functions answer?")).startswith("No: ")
    again = Return(Package.from_bytes(package.to_bytes(), "return.xlsx"))
    assert again.stored.words == ""
    assert again.recalculated.value("Cover", "A2") == made.recalculated.value("Cover", "A2")
