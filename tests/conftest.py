"""How tests run: on all cores where many are asked for, and how hard the property tests look.

``VSM_XL_PROPERTIES=thorough`` in the environment selects the long search, ``-n 0`` one process.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from made_once import shared_folder  # type: ignore[import-not-found,unused-ignore]

if TYPE_CHECKING:
    from collections.abc import Iterator

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)

settings.register_profile(
    "quick", max_examples=25, deadline=None, derandomize=True, suppress_health_check=_SLOW
)
settings.register_profile(
    "thorough",
    max_examples=300,
    deadline=None,
    suppress_health_check=_SLOW,
    print_blob=True,
)
settings.load_profile(os.environ.get("VSM_XL_PROPERTIES", "quick"))


def pytest_configure() -> None:
    """Make the folder that all processes of the run share, before any is started."""
    shared_folder()


def pytest_collection_finish() -> None:
    """Keep the collector from what collecting left, and from looking every few hundred objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


@pytest.fixture(scope="session", autouse=True)
def _built_once() -> Iterator[None]:
    """Let each template be taken from the first that built it: building one takes most of a second.

    Tests of building import ``build`` itself.
    """
    from blank_templates import (  # type: ignore[import-not-found,unused-ignore] # noqa: PLC0415
        built_once,
    )

    from vsm_xl.annual_return.build import workbook  # noqa: PLC0415
    from vsm_xl.annual_return.filling import repair  # noqa: PLC0415

    with pytest.MonkeyPatch.context() as patch:
        for module in (workbook, repair):
            patch.setattr(module, "build", built_once)
        yield


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Return 0 where one process is better, None to let pytest-xdist count the cores.

    A few files take less time than the start of the workers; LibreOffice, Wine and browsers share
    what they drive, and are given the machine for themselves.
    """
    few = all("::" in one or Path(one).is_file() for one in config.args)
    return 0 if few or config.option.markexpr != "not component" else None
