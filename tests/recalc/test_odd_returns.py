"""Seeded faults and odd returns: computed alike by both engines, or refused alike."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import odd_returns  # type: ignore[import-not-found,unused-ignore]
import pytest
import three_answers  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.returns import Return
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml import Package
from vsm_xl.recalc import recalculate
from vsm_xl.recalc.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vsm_xl.recalc import EngineName

ENGINES: tuple[EngineName, EngineName] = ("embedded", "libreoffice")
FAULTS: list[str | int] = list(range(len(odd_returns.SEEDS)))


@pytest.fixture(scope="module")
def workers() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        yield pool


def compared(workers: ProcessPoolExecutor, names: list[str | int]) -> three_answers.Batch:
    """Compare in two processes."""
    running = [workers.submit(three_answers.odd, names[at::2]) for at in (0, 1)]
    batch = three_answers.Batch()
    for future in running:
        done = future.result()
        batch.formulas += done.formulas
        batch.with_core += done.with_core
        batch.explained += done.explained
        batch.disagreements += done.disagreements
    return batch


@pytest.mark.component
def test_every_seeded_fault_is_the_same_in_three_ways(workers: ProcessPoolExecutor) -> None:
    found = compared(workers, FAULTS)
    assert not found.disagreements, "\n".join(f"{n}: {one.words}" for n, one in found.disagreements)
    assert found.formulas > 3_000 * len(FAULTS)
    assert found.with_core > 550 * len(FAULTS)
    assert not found.explained


@pytest.mark.component
def test_odd_returns_are_the_same_in_three_ways(workers: ProcessPoolExecutor) -> None:
    found = compared(workers, list(odd_returns.ODD))
    assert not found.disagreements, "\n".join(f"{n}: {one.words}" for n, one in found.disagreements)
    assert found.formulas > 80_000 + 1_900 * (len(odd_returns.ODD) - 1)
    assert found.with_core > 20_000
    # Where several different errors are met, each engine passes one of them on.
    assert found.explained < 25


@pytest.mark.parametrize("name", odd_returns.DAMAGED)
def test_a_damaged_return_is_refused_with_the_same_words_whichever_engine_is_asked(
    tmp_path: Path, name: str
) -> None:
    file = tmp_path / "return.xlsx"
    file.write_bytes(odd_returns.DAMAGED[name]().to_bytes())
    said = []
    for engine in ENGINES:
        with pytest.raises(UnusableInput) as refused:
            Return.open(file).recalculate(engine)
        said.append(refused.value.problems)
    assert said[0] == said[1]


@pytest.mark.component
@pytest.mark.parametrize("name", ["a row of Organisation deleted", "a row of Decisions deleted"])
def test_lost_references_are_the_same_error_in_three_ways(name: str) -> None:
    package = Package("lost.xlsx", odd_returns.DAMAGED[name]().parts)
    lost = [one for one in verify(package).disagreements if one.embedded == "#REF!"]
    assert not lost, "\n".join(one.words for one in lost)


@pytest.mark.component
@pytest.mark.parametrize("entered", ["=A1)", "=1 2", "=@@", "=B1+1", "=[1]Sheet1!A1"])
def test_a_formula_that_cannot_be_computed_is_named_by_both_engines(entered: str) -> None:
    package = odd_returns.changed(odd_returns.complete(), lambda made: enter(made, entered))
    said = []
    for engine in ENGINES:
        with pytest.raises(UnusableInput) as refused:
            recalculate(package, engine=engine)
        # What the engine itself has to say stands in brackets.
        said.append([line.partition(" (")[0] for line in refused.value.problems])
    assert said[0] == said[1]
    assert "sheet People, cell B1" in said[0][0]


def enter(workbook: object, formula: str) -> None:
    workbook["People"]["B1"] = formula  # type: ignore[index]
