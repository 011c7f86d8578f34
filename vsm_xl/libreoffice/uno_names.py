"""What our functions are called inside LibreOffice.

A UNO interface has no underscores in the names of its methods, so ``VSM_AWARD`` is the method
``vsmAward``.  In the sheet it is still ``VSM_AWARD``; a file saved as .xlsx by Calc spells it
with the service and the method, ``ORG.VSMXL.CALC.FUNCTIONS.VSMAWARD``, and that is also the only
spelling that Calc understands in an .xlsx file that it opens.
"""

from __future__ import annotations

from typing import Final

#: The UNO module in which interface and service live.
MODULE: Final = ("org", "vsmxl", "calc")
INTERFACE: Final = "XFunctions"
SERVICE: Final = ".".join((*MODULE, "Functions"))
#: The name of the Python class that implements the service, as LibreOffice registers it.
IMPLEMENTATION: Final = f"{SERVICE}.Python"
#: A method beside our functions, only in the add-in that recalculation uses: it hands over cells
#: with all that they are, where Calc itself would make 0 of a blank cell and 1 of TRUE.
CELLS: Final = "vsmCells"
#: What ends the second name of a function, under which it returns rows; see :mod:`.answer_shapes`.
ROWS: Final = "_ROWS"
#: The service that opens and reads workbooks, in the same add-in only.
READER: Final = ".".join((*MODULE, "Reader"))
#: The name under which LibreOffice lists the extension.
IDENTIFIER: Final = "org.vsmxl.calc"


def camel(name: str) -> str:
    """Return a name as an identifier of UNO: words joined, each but the first with a capital.

    >>> camel("VSM_EMPLOYER_NI"), camel("org_kind"), camel("from")
    ('vsmEmployerNi', 'orgKind', 'from')
    """
    first, *others = name.lower().split("_")
    return first + "".join(word.capitalize() for word in others)


def full_name(name: str) -> str:
    """Return a function's name as Calc spells it in an .xlsx file.

    >>> full_name("VSM_AWARD")
    'ORG.VSMXL.CALC.FUNCTIONS.VSMAWARD'
    """
    return f"{SERVICE}.{camel(name)}".upper()
