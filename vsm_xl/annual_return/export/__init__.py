"""A return as CSV, JSON and PDF, with its data dictionary and lineage."""
