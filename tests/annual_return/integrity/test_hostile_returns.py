"""Strange spellings in a return of today's template: read as they stand there, or refused; one answer."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.annual_return.returns import Return
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml import Package
from vsm_xl.recalc.verify import verify

sys.path.insert(0, str(Path(__file__).parents[2] / "cli"))

import hostile_returns as hostile  # type: ignore[import-not-found,unused-ignore]

if TYPE_CHECKING:
    from vsm_xl.recalc import Recalculated

#: What is entered, and 3.25 % more.
SALARY, NEW_SALARY = 277_500.0, 286_518.75
#: Faults of single cells, which are found before anything is computed.
CELLS = (
    "a comment in a number", "a second value of another's", "two values", "a number in an element",
    "half a date",
)  # fmt: skip


@pytest.fixture(scope="module")
def sound(complete: Recalculated) -> Any:
    return hostile.Sound(complete.package.to_bytes())


def opened(sound: Any, change: Any) -> Return:
    return Return(Package.from_bytes(hostile.made(sound, change), "return.xlsx"))


def test_every_strange_spelling_is_read_computed_and_exported_as_what_stands_there(
    sound: Any, tmp_path: Path
) -> None:
    wrong = {}
    fingerprints = set()
    for case, change in hostile.READ.items():
        got = opened(sound, change)
        says = got.results.posts[0]
        told = json.loads(
            got.export("json", tmp_path / "out.json", replace=True).read_text("utf-8")
        )
        exported = told["tables"]["people"][0]
        found = (
            says["post"], says["salary"], says["new_salary"], exported["post"], exported["salary"],
            exported["in_post_from"],
        )  # fmt: skip
        fingerprints.add(told["audit"]["inputs_sha256"])
        post = ("Chief Executive", SALARY)
        if found != (*post, NEW_SALARY, *post, "2020-01-06"):
            wrong[case] = found
    assert wrong == {}
    assert len(fingerprints) == 1


def test_every_cell_with_two_readings_is_refused_with_sheet_and_cell(sound: Any) -> None:
    let_in = {}
    for case in CELLS:
        try:
            let_in[case] = opened(sound, hostile.REFUSED[case]).results.posts[0]["salary"]
        except UnusableInput as refused:
            if not all(word in str(refused) for word in ("return.xlsx, sheet People", "cell ")):
                let_in[case] = str(refused)
    assert let_in == {}


@pytest.mark.component
def test_both_engines_and_the_functions_agree_on_every_strange_spelling(sound: Any) -> None:
    found = {}
    for case, change in hostile.READ.items():
        verified = verify(Package.from_bytes(hostile.made(sound, change), "return.xlsx"))
        if verified.disagreements:
            found[case] = [one.words for one in verified.disagreements]
    assert found == {}
