"""Who was meant to read each private message, written down while a random world grows."""

from __future__ import annotations

LET_IN: dict[int, set[int]] = {}
"""Message to people."""
