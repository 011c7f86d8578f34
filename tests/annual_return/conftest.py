"""A small template, and a return filled with three people, for the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]
from sample_return import filled  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.filling import repair
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.results import Results, read_results
from vsm_xl.recalc import Recalculated, recalculate

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.layout import Place
    from vsm_xl.ooxml.package import Package


@pytest.fixture(autouse=True)
def _small_new_returns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a repair fill a template for twelve; those of the command line have the full size."""
    monkeypatch.setattr(repair, "PEOPLE", 12)


@pytest.fixture(scope="session")
def blank() -> Recalculated:
    return recalculate(blank_template(5, "template.xlsx"))


@pytest.fixture(scope="session")
def complete() -> Recalculated:
    made: Recalculated = filled()
    return made


@pytest.fixture(scope="session")
def annual_return(complete: Recalculated) -> Results:
    return read_results(complete)


@pytest.fixture
def template_package() -> Package:
    made: Package = blank_template(5, "template.xlsx")
    return made


@pytest.fixture(scope="session")
def fill_and_recalculate() -> Any:
    return filled


@pytest.fixture
def package(complete: Recalculated) -> Package:
    return complete.package


@pytest.fixture
def places(package: Package) -> dict[str, Place]:
    return layout_of(package).places
