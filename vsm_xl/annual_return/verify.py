"""A return computed by the template's formulas, by both engines and by our functions, and compared."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from vsm_xl.annual_return.integrity.structure import check_structure
from vsm_xl.annual_return.reading.confirmed import computed
from vsm_xl.errors import UnusableInput
from vsm_xl.recalc import verify

if TYPE_CHECKING:
    from vsm_xl.ooxml.package import Package


def verify_return(package: Package) -> verify.Verified:
    """Compare all that computes a return; of another workbook, or a damaged return, the engines alone.

    Args:
        package: the workbook.

    Raises:
        UnusableInput: the workbook cannot be recalculated, or there is no LibreOffice.
    """
    formulas = None
    with suppress(UnusableInput):
        formulas = computed(package, check_structure(package))
    return verify.verify(package, formulas=formulas)
