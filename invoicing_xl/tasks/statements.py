"""Statements: a sheet for each customer, and the index that ties them out."""
