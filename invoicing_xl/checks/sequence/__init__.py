"""Rules about the run of document numbers."""
