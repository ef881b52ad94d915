"""Planted violations: for each check a way to break exactly what it looks at."""
