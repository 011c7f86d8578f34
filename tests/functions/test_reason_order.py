"""Answers do not depend on the order in which reasons entered the catalogue."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import vsm_xl

#: What happens before the functions are imported.
BEFORE = {
    "rules are imported first, in reverse": (
        "import vsm_xl.rules.working\n"
        "for name in ('disclosure', 'premium', 'position', 'periods', 'figures', 'fair_pay',\n"
        "             'eligibility', 'earn_back', 'cost', 'benchmark', 'award', 'approval'):\n"
        "    importlib.import_module('vsm_xl.rules.' + name)\n"
    ),
    "types are imported before the cells they read": (
        "importlib.import_module('vsm_xl.functions.types.tables')\n"
        "importlib.import_module('vsm_xl.functions.types.choices')\n"
    ),
    "other reasons stand between ours": (
        "entered = errors.reason\n"
        "def reason(*given, **named):\n"
        "    for _ in range(random.randrange(4)):\n"
        "        entered('FILLER', 'Filler.', 'Filler.', error='#N/A')\n"
        "    return entered(*given, **named)\n"
        "errors.reason = reason\n"
    ),
}
_PROGRAM = """
import importlib, random, sys, types
sys.path[:0] = sys.argv[1:3]
# The package's own module imports the functions; here only its folder is known at first.
package = types.ModuleType("vsm_xl"); package.__path__ = [sys.argv[1] + "/vsm_xl"]
sys.modules["vsm_xl"] = package
random.seed(4)
from vsm_xl import errors
{before}
del sys.modules["vsm_xl"]
import vsm_xl
from contract_cases import agree, all_cases, read
wrong = [
    (case.formula, answer)
    for _, case in all_cases()
    for answer in [vsm_xl.call(*(lambda name, given: (name, *given))(*read(case.formula)))]
    if not agree(answer, case.expected)
    or (isinstance(answer, vsm_xl.XlError) and case.reason and answer.reason != case.reason)
]
order = [entry.code for entry in errors.REASONS]
print(order.index("BAND_TEXT_UNUSABLE") < order.index("ARGUMENT_ERROR"), len(order), wrong)
"""


def _order(before: str) -> list[str]:
    root, here = Path(vsm_xl.__file__).parent.parent, Path(__file__).parent
    ran = subprocess.run(
        [sys.executable, "-c", _PROGRAM.replace("{before}", before), str(root), str(here)],
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.split(maxsplit=2)


def test_answers_are_the_same_in_whatever_order_reasons_are_registered() -> None:
    usual = _order("")
    shown = {what: _order(before) for what, before in BEFORE.items()}

    assert [what for what, (*_, wrong) in shown.items() if wrong.strip() != "[]"] == [], shown
    assert usual[2].strip() == "[]"
    # The orders truly differ from the usual one.
    assert shown["rules are imported first, in reverse"][0] == "True"
    assert int(shown["other reasons stand between ours"][1]) > int(usual[1])


def test_a_band_that_is_reversed_is_refused() -> None:
    assert vsm_xl.call("VSM_BAND_MIDPOINT", "5-0").reason == "BAND_TEXT_UNUSABLE"
