"""Rules about sums: do the figures of a row, its lines and its document agree?"""
