"""What can be wrong with an exchange file: a line (``Problem``) or the whole (an exception)."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """One line that cannot be used, and a sentence that says why. Reading goes on after it."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message}"


class ExchangeError(ValueError):
    """The exchange cannot be read or written any further; the text is one clear line."""


class NotAnExchangeFile(ExchangeError):
    """The file does not begin with a header of this format, or is no readable text, gzip or zip file."""


class NewerVersion(ExchangeError):
    """The file is written in a later version of the format than this programme knows."""


class FileRefused(ExchangeError):
    """An attachment is missing, too large, or lies where an exchange may not reach."""


class WriteError(ExchangeError):
    """A record cannot be written, because no reader would accept it there."""
