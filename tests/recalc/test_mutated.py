"""A filled return with one thing changed is refused in words, or computed from what was read."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "development"))

import pytest
from mutate import judged, mutated  # type: ignore[import-not-found,unused-ignore]


# Some thousands more: python tests/development/mutate.py
@pytest.mark.parametrize("count", [40, pytest.param(300, marks=pytest.mark.component)])
def test_mutated_returns_are_refused_or_computed_as_read(count: int) -> None:
    found = []
    refused = 0
    for seed in range(count):
        try:
            refused += bool(judged(mutated(seed)))
        except Exception as fault:  # noqa: BLE001 - all of them are listed
            found.append(f"seed {seed}: {type(fault).__name__}: {fault}")
    assert not found, "\n".join(found)
    assert 0.1 < refused / count < 0.95
