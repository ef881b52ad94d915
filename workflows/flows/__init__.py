"""Prefect: the hands of what runs by itself. Every flow is a thin skin around a plain function."""
