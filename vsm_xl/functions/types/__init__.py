"""The types of the arguments of worksheet functions."""
