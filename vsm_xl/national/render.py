"""Pages from their content: templates in which every text is escaped."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from vsm_xl.national.blocks import shown
from vsm_xl.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsm_xl.national.organisation_page import Page

_PAGES: Final = Path(__file__).parent / "pages"
#: Where a drawing goes.
_DRAWING: Final = re.compile(r"<!--chart ([^>]*)-->")


@cache
def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["shown"] = shown
    return found


def organisation_html(page: Page, notices: list[dict[str, Any]]) -> str:
    """Return the page of one organisation for its own website, whole.

    Args:
        page: its content.
        notices: words in a frame at the top, each with ``words`` and ``warn``.
    """
    return (
        _environment()
        .get_template("publish.html.j2")
        .render(o=page, notices=notices, style=_asset("style.css"), footer=footer())
    )


def report_html(**content: Any) -> str:
    """Return the national report as one page.

    Args:
        content: what the template asks for; a missing part is an error.
    """
    script = _asset("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            **content, style=_asset("style.css"), script=script, script_hash=digest, footer=footer()
        )
    )


def with_drawings(page: str, drawings: Mapping[str, str]) -> str:
    """Return a page with its drawings in their places.

    Args:
        page: the page; no text of a return can be such a place, since its signs are escaped.
        drawings: SVG by the key of its block.

    >>> with_drawings("<p><!--chart costs--></p>", {"costs": "<svg/>"})
    '<p><svg/></p>'
    """
    return _DRAWING.sub(lambda found: drawings[found[1]], page)


def footer() -> str:
    """Return the words at the foot of every page."""
    return (
        f"Made with vsm_xl {__version__}, which is not a product of NHS England. Figures are those "
        "of the returns, each proved or computed again from the entries."
    )


def _asset(name: str) -> str:
    return (_PAGES / name).read_text(encoding="utf-8")
