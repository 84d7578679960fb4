"""A workbook that stands open in a spreadsheet program, through xlwings."""
