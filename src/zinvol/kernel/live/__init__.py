"""Telling open pages at once that something happened.

A *tail* follows the activity log; the *hub* tells each open stream of the lines that are in its audiences
and that it asked about. What it tells is a hint: nothing is kept for who was away, so a page that comes
back asks by its normal, permission-checked route what it missed.
"""
