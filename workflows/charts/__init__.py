"""How a case moves: declarations only, one file per case type, and one for the letter."""
