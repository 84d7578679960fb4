"""Makes what is committed from text: the demo workbook, pictures, rule pages."""
