"""The line that we put above what we mail: of what comes back, everything below it is ours."""

import re

MARKER = "--- ✂ ---"

# Mail programs change dashes, make the scissors an emoji, or lose them in an old character set.
_MARKER = re.compile(r"[-–—]{1,4} {0,3}[✂?]\ufe0f? {0,3}[-–—]{1,4}")


def has_marker(line: str) -> bool:
    """Whether a line holds the marker, or what a mail program made of it."""
    return ("✂" in line or "?" in line) and bool(_MARKER.search(line))
