"""What happens to a case, when, and what follows."""
