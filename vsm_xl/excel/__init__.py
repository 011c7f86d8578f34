"""The way into Excel for Windows: the functions that xlwings serves, and the add-in."""
