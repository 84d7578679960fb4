"""Rules about document dates, due dates and payment terms."""
