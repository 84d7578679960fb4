"""Rules about tax."""
