"""LibreOffice Calc: our functions as an add-in of it, and Calc as a program to compute with.

Two things that know nothing of each other: :mod:`~vsm_xl.libreoffice.addin` makes the extension
``vsm.oxt`` from the registry of functions, and :mod:`~vsm_xl.libreoffice.installations` finds the
LibreOffice of a computer and what it lacks.
"""
