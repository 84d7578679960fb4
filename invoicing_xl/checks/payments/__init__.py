"""Rules about what was received, and for which invoice."""
