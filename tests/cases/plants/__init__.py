"""Offices in which one thing is wrong: each module names its PLANTS by the check that must find it."""
