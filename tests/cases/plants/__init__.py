"""Violations planted on purpose, one file per desk."""
