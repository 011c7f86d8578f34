"""Headless recalculation: every formula computed without Excel, its result stored.

The embedded engine is formualizer, pinned exactly.  It computes Excel's own functions; ours are
called back from the registry.  The second opinion is LibreOffice Calc, where it is installed, with
our functions as an add-in.  An engine only ever sees a private copy of the workbook; the file
itself gets stored values and nothing else.
"""

from vsm_xl.recalc.recalculate import EngineName, Recalculated, recalculate

__all__ = ["EngineName", "Recalculated", "recalculate"]
