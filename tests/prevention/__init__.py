"""The prevention register."""
