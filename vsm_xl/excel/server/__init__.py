"""Answering calls from Excel over COM."""
