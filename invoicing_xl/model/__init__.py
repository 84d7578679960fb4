"""Values only: cells, grids, money, dates, tables, findings, edits, sheet plans, settings. No I/O."""
