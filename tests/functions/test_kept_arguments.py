"""What is kept of the arguments of a call answers for no other call, and does not grow with the returns."""

from __future__ import annotations

import random
from typing import Any

from vsm_xl.errors import XlError
from vsm_xl.framework import edition
from vsm_xl.framework.range_rows import COLUMNS
from vsm_xl.functions import call
from vsm_xl.functions.argument_cells import read
from vsm_xl.functions.registry import EVERY
from vsm_xl.functions.types.tables import TableType
from vsm_xl.functions.validation import _MOST_WITH_TABLES

#: Values that are equal to Python, or look alike, and those that are refused.
ALIKE = (
    1,
    1.0,
    True,
    0,
    0.0,
    -0.0,
    False,
    "1",
    None,
    "",
    XlError("#N/A"),
    "#N/A",
    150_000,
    150_000.0,
)


def table(lowest: Any, group: Any = "A") -> Any:
    """Return a range table as a return hands it to a function."""
    row = ["Old", "Provider", group, None, None, "Director", lowest, 170_000, 180_000,
           "2022-01-31", "2026-03-31", "Written answer", "superseded"]  # fmt: skip
    return read([list(COLUMNS), row])


def forget() -> None:
    for function in EVERY.values():
        function.prepared.clear()
        for arg in function.args:
            if isinstance(arg.type, TableType):
                arg.type._forget()  # noqa: SLF001 - as another edition does


def shown(found: Any) -> str:
    rows = found if isinstance(found, list) else [[found]]
    return repr([(cell, getattr(cell, "message", "")) for row in rows for cell in row])


def test_calls_after_others_answer_as_calls_alone() -> None:
    chance = random.Random(20_261_126)  # noqa: S311 - the same calls each time
    tables = [*(table(value) for value in ALIKE), *(table(150_000, value) for value in ALIKE)]
    policies = [read([["award.segment5", value], ["x", 1]]) for value in ALIKE]
    editions = [edition.packaged(name) for name in edition.names()]
    taking = [function for function in EVERY.values() if any(arg.whole for arg in function.args)]
    calls = []
    for _ in range(700):
        function = chance.choice(taking)
        given = [
            chance.choice((*policies, *tables, *ALIKE[:8]))
            if arg.whole
            else chance.choice((*function.example[at : at + 1] * 6, *ALIKE))
            for at, arg in enumerate(function.args)
        ]
        calls.append((chance.choice(editions), function.name, given))
    calls += chance.sample(calls, 500)
    calls.sort(key=lambda one: (chance.random() < 0.5, one[0].name))
    together, alone = [], []
    for data, name, given in calls:
        with edition.using(data):
            together.append(shown(call(name, *given)))
    for data, name, given in calls:
        with edition.using(data):
            forget()
            alone.append(shown(call(name, *given)))
    wrong = [one for one in zip(calls, together, alone, strict=True) if one[1] != one[2]]
    assert not wrong
    # Enough of them are answered.
    assert sum("XlError" not in found for found in alone) > 80


def test_a_list_of_pay_is_not_kept() -> None:
    found = call("VSM_FAIR_PAY", read([[20_000.0], [30_000.0], [45_000.0]]), 150_000.0)

    assert isinstance(found, list)
    assert not EVERY["VSM_FAIR_PAY"].prepared


def test_the_tables_of_thousands_of_returns_are_not_kept() -> None:
    for _ in range(_MOST_WITH_TABLES * 3):
        assert call("VSM_GROUP", "Provider", "A", "2025-04-01", table(150_000)) == "A"
    assert 0 < len(EVERY["VSM_GROUP"].prepared) <= _MOST_WITH_TABLES
