"""Batches of returns compared in processes of their own, which also watch the decision tables."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import odd_returns  # type: ignore[import-not-found,unused-ignore]
from random_returns import random_return  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.verify import verify_return
from vsm_xl.ooxml import Package
from vsm_xl.recalc.engine_copy import texts_of_names
from vsm_xl.recalc.verify import VerifyInputs
from vsm_xl.rules import approval, award, bonus, eligibility, position, premium, segment
from vsm_xl.rules.table import DecisionTable

if TYPE_CHECKING:
    from vsm_xl.recalc.verify import Disagreement

TABLES = [
    module.TABLE for module in (segment, eligibility, award, position, approval, bonus, premium)
]
#: Differences that an engine cannot avoid; docs/reference/engines.md names each.
KNOWN = (
    # Excel and the embedded engine call day 0 "0 January 1900", Calc 30 December 1899; what is no
    # day at all is #VALUE! in Excel and text in Calc.
    (r"TEXT\(", r"30 Dec 1899|#FMT|1899-12-30"),
    # A function that answers now with a number and now with a truth gives 1 and 0 in Calc.
    (r"^VSM_RATE\(", r"^[01]\.0$"),
)


def known(one: Disagreement) -> bool:
    return any(
        re.search(formula, one.formula) and re.search(shown, str(one.libreoffice))
        for formula, shown in KNOWN
    )


@dataclass
class Batch:
    formulas: int = 0
    with_core: int = 0
    explained: int = 0
    disagreements: list[tuple[str, Disagreement]] = field(default_factory=list)
    #: The rows of each decision table that have decided something.
    reached: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


def watch(batch: Batch) -> None:
    decide = DecisionTable.decide

    def noted(table: DecisionTable, *facts: Any) -> Any:
        decided = decide(table, *facts)
        batch.reached[table.name] |= set(np.unique(decided).tolist())
        return decided

    setattr(DecisionTable, "decide", noted)  # noqa: B010 - a method, put back by nobody: the process ends


def seeds(first: int, last: int) -> Batch:
    """Compare the returns of some seeds; runs in a process of its own."""
    batch = Batch()
    watch(batch)
    for seed in range(first, last):
        compare(batch, random_return(seed))
    batch.reached = dict(batch.reached)
    return batch


def files(workbooks: list[tuple[str, bytes]]) -> Batch:
    """Compare workbooks; runs in a process of its own."""
    batch = Batch()
    watch(batch)
    for name, data in workbooks:
        compare(batch, Package.from_bytes(data, name))
    batch.reached = dict(batch.reached)
    return batch


def compare(batch: Batch, package: Package) -> None:
    found = verify_return(package)
    batch.formulas += found.formulas
    batch.with_core += found.with_core
    batch.explained += found.explained
    batch.disagreements += [(package.name, one) for one in found.disagreements]


def odd(names: list[str | int]) -> Batch:
    """Compare odd returns and seeded faults; runs in a process of its own."""
    batch = Batch()
    for package in odd_returns.returns(names):
        alone = Batch()
        compare(alone, package)
        batch.formulas += alone.formulas
        batch.with_core += alone.with_core
        batch.explained += alone.explained
        batch.disagreements += unknown(alone, package)
    return batch


def unknown(batch: Batch, package: Package) -> list[tuple[str, Disagreement]]:
    """Return the disagreements that neither are known nor depend on a known one."""
    inputs = VerifyInputs(texts_of_names(package))
    left = [one for _, one in batch.disagreements]
    aside = {(one.sheet, one.ref) for one in left if known(one)}
    while more := {
        (one.sheet, one.ref)
        for one in left
        if (one.sheet, one.ref) not in aside and inputs.depends_on(one.sheet, one.formula, aside)
    }:
        aside |= more
    return [(package.name, one) for one in left if (one.sheet, one.ref) not in aside]
