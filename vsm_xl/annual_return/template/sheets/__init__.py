"""The content of the workbook, one file for each sheet."""
