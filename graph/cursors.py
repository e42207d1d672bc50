"""Cursors: the key of an item in its list, as JSON in base64url without padding."""

import base64


def encode(key: bytes) -> str:
    """Return the cursor of a key, given as JSON."""
    return base64.urlsafe_b64encode(key).decode().rstrip("=")
