"""How a message reaches someone: channels, texts of alerts, delivery."""
