"""Writing the workbook with openpyxl; the only room that uses it to write."""
