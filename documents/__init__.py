"""Letters and reports on paper: plain values in, bytes out. Knows nothing of cases."""
