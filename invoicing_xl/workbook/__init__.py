"""The workbook port and its adapters."""
