"""The module that xlwings serves to the macros themselves; its functions are not worksheet functions."""

import xlwings as _xlwings

from vsm_xl.excel.server import column_plan as _column_plan
from vsm_xl.excel.server import explaining as _explaining
from vsm_xl.excel.server import serving as _serving

calls_in = _serving.raw(_explaining.calls_in, _xlwings.func, _xlwings.arg)
explained = _serving.raw(_explaining.explained, _xlwings.func, _xlwings.arg)
about = _serving.raw(_explaining.about, _xlwings.func, _xlwings.arg)
plan = _serving.raw(_column_plan.plan, _xlwings.func, _xlwings.arg)
