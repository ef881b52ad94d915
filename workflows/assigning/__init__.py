"""Before a case goes to somebody: what speaks against it."""
