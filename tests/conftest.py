"""How tests run: on all cores where many are asked for, and how hard the property tests look.

``VSM_XL_PROPERTIES=thorough`` in the environment selects the long search, ``-n 0`` one process.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    import pytest

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


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Return 0 where one process is better, None to let pytest-xdist count the cores.

    A few files take less time than the start of the workers; LibreOffice, Wine and browsers share
    what they drive, and are given the machine for themselves.
    """
    few = all("::" in one or Path(one).is_file() for one in config.args)
    return 0 if few or config.option.markexpr != "not component" else None
