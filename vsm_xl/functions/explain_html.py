"""An explanation as a notebook shows it: the reason, and the working as a table with links."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from vsm_xl.functions.explain import Explanation

_ADDRESS: Final = re.compile(r"https://[^\s;,()<>\"']+")
_LEFT: Final = ' style="text-align:left"'


def table(explanation: Explanation) -> str:
    """Return an explanation as HTML; whatever came from a cell is escaped.

    >>> from vsm_xl.functions import explanation
    >>> table(explanation("VSM_BAND", "<b>"))[:76]
    '<p><strong>VSM_BAND = #VALUE!</strong><br>NOT_A_NUMBER: amount is the text &'
    """
    shown = f"{explanation.function} = {_value(explanation.value)}"
    rows = "".join(
        f"<tr><td{_LEFT}>{step.step}</td><td{_LEFT}>{escape(step.what)}</td>"
        f"<td{_LEFT}>{escape(step.value)}</td><td{_LEFT}>{_linked(step.source)}</td></tr>"
        for step in explanation.working
    )
    head = "".join(
        f'<th scope="col"{_LEFT}>{name}</th>' for name in ("Step", "What", "Value", "Source")
    )
    working = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""
    return (
        f"<p><strong>{escape(shown)}</strong><br>{escape(explanation.why)}</p>{working}"
        f"<p>Data edition {escape(explanation.edition)}</p>"
    )


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "a table"
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) >= 1 else f"{value:g}"
    return str(value)


def _linked(source: str) -> str:
    """Return a citation with its addresses as links."""
    parts: list[str] = []
    end = 0
    for match in _ADDRESS.finditer(source):
        address = match[0].rstrip(".")
        parts.append(escape(source[end : match.start()]))
        parts.append(f'<a href="{escape(address)}">{escape(address)}</a>')
        end = match.start() + len(address)
    return "".join([*parts, escape(source[end:])])
