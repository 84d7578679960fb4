"""Rules about who the customer is."""
