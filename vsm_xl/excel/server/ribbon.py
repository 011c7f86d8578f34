"""The module that xlwings serves to the ribbon of the add-in; its functions are no worksheet functions."""

import xlwings as _xlwings

from vsm_xl.excel.server import explaining as _explaining
from vsm_xl.excel.server import serving as _serving

calls_in = _serving.raw(_explaining.calls_in, _xlwings.func, _xlwings.arg)
explained = _serving.raw(_explaining.explained, _xlwings.func, _xlwings.arg)
about = _serving.raw(_explaining.about, _xlwings.func, _xlwings.arg)
