"""The module that xlwings serves to Excel: the worksheet functions, and nothing else.

xlwings walks through everything that is in here.  The functions are made from the registry when
it is imported; see :mod:`vsm_xl.excel.server.serving`.
"""

import xlwings as _xlwings

from vsm_xl.excel.server import serving as _serving
from vsm_xl.excel.server import shutdown as _shutdown

_shutdown.leave_excel_running()
globals().update(_serving.functions(_xlwings.func, _xlwings.arg))
