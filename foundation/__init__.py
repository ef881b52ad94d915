"""Database, unit of work, outbox, crypto, errors, clock, settings, telemetry. Holds no word of labour law."""
