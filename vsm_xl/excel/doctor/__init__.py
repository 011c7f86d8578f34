"""The doctor: what is right and what is not with the functions in Excel, in order."""

from vsm_xl.excel.doctor.examine import examine
from vsm_xl.excel.doctor.finding import Finding, State

__all__ = ["Finding", "State", "examine"]
