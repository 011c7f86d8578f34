"""The country's returns: organisations, collation of many returns, the fair pay report, a page to publish."""
