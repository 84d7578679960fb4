"""Rules about single cells: what Excel and pasting do to them."""
