"""Writes the notebook ``docs/thousand-posts.ipynb``: a thousand posts, decided and explained at once."""

from __future__ import annotations

import json
from typing import Any

_CELLS = (
    (
        "# A thousand posts at once\n\nMade-up posts of one trust, decided with `vsm_xl` and pandas. "
        "Nothing here is anybody's pay."
    ),
    (
        "import pandas as pd\nimport vsm_xl\n\n"
        "posts = pd.DataFrame({\n"
        '    "salary": [90_000 + 187.5 * n for n in range(1000)],\n'
        '    "segment": [1 + n % 5 for n in range(1000)],\n'
        "})\n"
        "len(posts)"
    ),
    "Each function stands under its own name. What comes out has the index of what went in.",
    (
        'decision = {"pay_year": "2025/26", "org_kind": "Provider", "segment": posts.segment}\n'
        'posts["award"] = vsm_xl.award(posts.salary, **decision)\n'
        'posts["new_salary"] = vsm_xl.new_salary(posts.salary, **decision)\n'
        "round(posts.award.sum(), 2)"
    ),
    "Who decides on the new salaries, and what the awards cost in a full year:",
    (
        'posts["decides"] = vsm_xl.approval(posts.new_salary, role=None, org_kind="Provider", size=None)\n'
        "posts.decides.value_counts().to_dict()"
    ),
    'round(vsm_xl.award_cost(posts.award, date="2025-10-01").sum(), 2)',
    (
        "The criteria of 2026/27 are not settled. An answer that cannot be determined is an error, "
        'never a number: it cannot be summed, and `errors="nan"` makes it a missing value.'
    ),
    (
        'pending = vsm_xl.award(posts.salary, pay_year="2026/27", org_kind="Provider", '
        'segment=posts.segment, errors="nan")\n'
        "int(pending.isna().sum())"
    ),
    "Why, for one post:",
    'vsm_xl.explain("VSM_AWARD", posts.salary, "2025/26", "Provider", posts.segment, row=4)',
)


def notebook() -> str:
    """Return the notebook with the output of its cells."""
    cells: list[dict[str, Any]] = []
    space: dict[str, Any] = {}
    for source in _CELLS:
        if not _is_code(source):
            cells.append({"cell_type": "markdown", "metadata": {}, "source": _lines(source)})
            continue
        lines = source.splitlines()
        exec("\n".join(lines[:-1]), space)  # noqa: S102 - the cells above
        shown = eval(lines[-1], space)  # noqa: S307 - the cells above
        data = {"text/plain": _lines(repr(shown))}
        if hasattr(shown, "_repr_html_"):
            data = {"text/html": _lines(shown._repr_html_())}
        number = sum(cell["cell_type"] == "code" for cell in cells) + 1
        cells.append(
            {
                "cell_type": "code",
                "execution_count": number,
                "metadata": {},
                "outputs": [
                    {
                        "data": data,
                        "execution_count": number,
                        "metadata": {},
                        "output_type": "execute_result",
                    }
                ],
                "source": _lines(source),
            }
        )
    for number, cell in enumerate(cells, start=1):
        cell["id"] = f"cell-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    page = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(page, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _is_code(source: str) -> bool:
    return "vsm_xl." in source.splitlines()[-1] or source.startswith(
        ("import ", "decision", "posts[", "pending")
    )


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
