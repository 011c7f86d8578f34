"""Checks of what was done to a workbook's structure after it was built."""
