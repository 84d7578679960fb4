"""Open items, aging, open-item and balance-forward statements."""
