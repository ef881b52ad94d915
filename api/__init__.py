"""The door for machines: REST under /api/v1, described by OpenAPI, refusals as problem+json."""
