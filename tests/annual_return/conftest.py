"""A small template, and a return filled with three people, for the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sample_return import filled  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.build.workbook import build_template
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.results import Results, read_results
from vsm_xl.ooxml.package import Package
from vsm_xl.recalc import Recalculated, recalculate

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.layout import Place


@pytest.fixture(scope="session")
def blank() -> Recalculated:
    return recalculate(Package.from_bytes(build_template(5), "template.xlsx"))


@pytest.fixture(scope="session")
def complete() -> Recalculated:
    made: Recalculated = filled()
    return made


@pytest.fixture(scope="session")
def annual_return(complete: Recalculated) -> Results:
    return read_results(complete)


@pytest.fixture
def template_package() -> Package:
    return Package.from_bytes(build_template(5), "template.xlsx")


@pytest.fixture(scope="session")
def fill_and_recalculate() -> Any:
    return filled


@pytest.fixture
def package(complete: Recalculated) -> Package:
    return complete.package


@pytest.fixture
def places(package: Package) -> dict[str, Place]:
    return layout_of(package).places
