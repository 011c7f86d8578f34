"""Whether functions and add-in belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import vsm_xl
from vsm_xl.excel.doctor.finding import fault, good
from vsm_xl.functions.registry import FUNCTIONS
from vsm_xl.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.excel.addin.build import AddIn
    from vsm_xl.excel.doctor.finding import Finding


def functions() -> Iterator[Finding]:
    """Report whether the functions answer in this Python."""
    edition = vsm_xl.call("VSM_EDITION")
    example = FUNCTIONS["VSM_AWARD"].example
    answer = vsm_xl.call("VSM_AWARD", *example)
    if isinstance(answer, float):
        yield good("Functions", f"vsm_xl {__version__}, data edition {edition}.")
    else:
        words = f"VSM_AWARD{example} gives {answer}: {getattr(answer, 'message', '')}"
        yield fault("Functions", "FUNCTIONS_FAIL", words)


def addin(described: AddIn) -> Finding:
    """Report whether the add-in is of the software's release."""
    if described.version == __version__:
        return good("Release of the add-in", f"Add-in and software are {__version__}.")
    return fault(
        "Release of the add-in",
        "RELEASES_DIFFER",
        f"The add-in is {described.version}, the software {__version__}.",
    )
