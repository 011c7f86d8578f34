"""How large a return may be: what the builder offers, and what is read as a return at all.

A room of its own without imports, because the command line states the limits in its help.
"""

from __future__ import annotations

from typing import Final

#: The most people, and the most rows of pay ranges: far above any return; a table of more rows is
#: damage or an attack.
MOST_ROWS: Final = 4_000
#: The most rows in the list of everybody's pay: several times the largest employer's staff.
MOST_STAFF: Final = 200_000
