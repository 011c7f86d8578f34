"""The functions inside a workbook, for people without Python: xlwings Lite runs them in Excel."""
