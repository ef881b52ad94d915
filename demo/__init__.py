"""The demo office: published cases replayed, five desks, and a few invented matters of these days."""
