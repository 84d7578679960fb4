"""Settles corrections on a copy, previews, applies, records and takes them back."""
