"""Zinvol: the internal social network that organisations actually use."""

__version__ = "0.1.0"
