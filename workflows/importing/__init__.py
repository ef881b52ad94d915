"""Importing published cases: each path is replayed as acts through the real engine."""
