"""A workbook that stands open in a spreadsheet program, through xlwings."""

from invoicing_xl.workbook.live.book import LiveWorkbook as LiveWorkbook
