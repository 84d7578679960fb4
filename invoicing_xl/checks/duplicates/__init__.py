"""Rules about documents that stand twice."""
