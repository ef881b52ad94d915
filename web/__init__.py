"""The door for people: the server-rendered console."""
