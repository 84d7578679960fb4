"""Editing the package of an .xlsx in place: what is not changed stays byte for byte."""
