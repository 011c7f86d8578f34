"""The generated pages say what the code and the data say."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

DOCS = Path(__file__).parents[2] / "docs"


def _make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_make", DOCS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKE = _make()


@pytest.mark.parametrize("name", sorted(MAKE.PAGES))
def test_a_generated_page_is_current(name: str) -> None:
    written = (DOCS / "reference" / name).read_text(encoding="utf-8")

    assert MAKE.PAGES[name]() == written, "run python docs/make.py"


@pytest.mark.parametrize("name", sorted(MAKE.BESIDE))
def test_what_is_generated_beside_the_code_is_current(name: str) -> None:
    written = (DOCS.parent / name).read_text(encoding="utf-8")

    assert MAKE.BESIDE[name]() == written, "run python docs/make.py"


def test_every_function_of_the_registry_has_its_place_in_the_reference() -> None:
    page = MAKE.functions_page()

    for name in MAKE.EVERY:
        assert f"### {name}\n" in page
