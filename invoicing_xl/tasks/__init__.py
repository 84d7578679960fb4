"""One function for each thing a clerk can ask for; the only place where core and workbook meet."""
