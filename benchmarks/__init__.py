"""What the hot commands cost, each against the same rows in plain SQL in the same run."""
