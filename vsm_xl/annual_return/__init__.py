"""The annual-return workbook: one description, from which it is built, filled, read and checked."""
