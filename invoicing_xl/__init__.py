"""Checks invoice rows, corrects them and produces statements inside the clerk's own workbooks."""

__version__ = "0.1.0"
