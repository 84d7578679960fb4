"""Sees the tables in a grid: header row, fields, data rows, and what is no data."""
