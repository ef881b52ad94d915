"""What screens and answers show: read-only queries that return plain values."""
