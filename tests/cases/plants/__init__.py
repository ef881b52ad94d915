"""Planted violations, one file per idea: each breaks exactly one thing by raw SQL, and one check must find it."""
