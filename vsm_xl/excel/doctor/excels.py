"""Whether there is an Excel, and which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsm_xl.excel.desktop.excel_setup import find_excel
from vsm_xl.excel.doctor.finding import fault, good, note

if TYPE_CHECKING:
    from vsm_xl.excel.desktop.excel_setup import Excel
    from vsm_xl.excel.doctor.finding import Finding

__all__ = ["check", "find_excel"]

_SUBJECT = "Excel"


def check(excel: Excel | None) -> Finding:
    """Report which Excel there is."""
    if excel is None:
        return fault(_SUBJECT, "NO_EXCEL", "No desktop edition of Excel was found.")
    bits = f"{excel.bits}-bit" if excel.bits else "of unknown bitness"
    version = f" {excel.version}" if excel.version else ""
    words = f"Excel{version}, {bits}, {excel.program}"
    if excel.from_store:
        return note(_SUBJECT, "EXCEL_FROM_STORE", f"{words}: the Microsoft Store's edition.")
    if excel.bits == 32:  # noqa: PLR2004 - as people say it
        return note(_SUBJECT, "EXCEL_32_BIT", f"{words}. Python may stay a 64-bit one.")
    return good(_SUBJECT, f"{words}.")
