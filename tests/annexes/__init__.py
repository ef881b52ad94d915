"""The annexes filled from the records."""
