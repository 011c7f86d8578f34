"""Batches of returns compared in processes of their own, which also watch the decision tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from random_returns import random_return  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.ooxml import Package
from vsm_xl.recalc.verify import verify
from vsm_xl.rules import approval, award, bonus, eligibility, position, premium, segment
from vsm_xl.rules.table import DecisionTable

if TYPE_CHECKING:
    from vsm_xl.recalc.verify import Disagreement

TABLES = [
    module.TABLE for module in (segment, eligibility, award, position, approval, bonus, premium)
]


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
    found = verify(package)
    batch.formulas += found.formulas
    batch.with_core += found.with_core
    batch.explained += found.explained
    batch.disagreements += [(package.name, one) for one in found.disagreements]
