"""Who may come in: accounts, roles, sign-in."""
