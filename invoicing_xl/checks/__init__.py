"""One rule = one module, in a folder for its family. No rule knows a workbook."""
