"""The declarations of the worksheet functions, one file for each subject."""
