"""The description of the workbook: sheets, tables, columns, layout."""
