"""Filling a return: CSV files, range tables, repair, next year's return."""
