"""The rules of the framework, one file each, over columns."""
