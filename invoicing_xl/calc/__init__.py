"""LibreOffice Calc: PDFs of files at rest, and an xlwings engine for workbooks that are open in it.

Nothing here is imported before it is asked for; in particular nobody who uses Excel ever imports ``uno``.
"""
