from datetime import date

#: The day on which the tests collate.
DAY = date(2026, 7, 15)
