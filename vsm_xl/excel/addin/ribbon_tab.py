"""The ribbon tab of the add-in, as Office reads it from the package."""

from __future__ import annotations

from typing import Final

from vsm_xl.xml_text import STANDALONE, quoted_attribute

_NAMESPACE: Final = "http://schemas.microsoft.com/office/2009/07/customui"
#: What is shown, the procedure of VsmRibbon.bas, Office's own picture, and what it does.
BUTTONS: Final = (
    ("Function list", "VsmListFunctions", "FunctionWizard",
     "Lists the VSM pay functions with their arguments in a new workbook."),
    ("Explain this cell", "VsmExplainCell", "FormulaEvaluate",
     "Explains why the VSM formula in the selected cell returns what it does, with its working."),
    ("Check this return", "VsmCheckReturn", "DataValidation",
     "Recalculates the annual return in front and shows which of its checks do not pass."),
    ("Documentation", "VsmOpenHelp", "Help",
     "Opens the description of every function."),
    ("About", "VsmAbout", "Info",
     "Shows the versions of add-in, software and data edition."),
)  # fmt: skip


def xml() -> bytes:
    """Return the part ``customUI/customUI14.xml``.

    >>> xml().count(b"<button ")
    5
    """
    buttons = "".join(
        f'<button id="{procedure}Button" label={quoted_attribute(label)} size="large" '
        f'imageMso="{picture}" onAction="{procedure}" '
        f"screentip={quoted_attribute(label)} supertip={quoted_attribute(tip)}/>"
        for label, procedure, picture, tip in BUTTONS
    )
    return (
        f'{STANDALONE}<customUI xmlns="{_NAMESPACE}"><ribbon><tabs><tab id="VsmPayTab" label="VSM pay">'
        f'<group id="VsmPayGroup" label="Very senior managers\' pay">{buttons}</group>'
        "</tab></tabs></ribbon></customUI>"
    ).encode()
