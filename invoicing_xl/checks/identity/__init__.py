"""Rules about what names a document: its number, date and customer."""
