"""The exchange format: neutral records, one JSON object a line. See ``README.md``."""

from zinvol.lib.exchange.checks import References
from zinvol.lib.exchange.problems import (
    ExchangeError,
    FileRefused,
    NewerVersion,
    NotAnExchangeFile,
    Problem,
    WriteError,
)
from zinvol.lib.exchange.reader import read
from zinvol.lib.exchange.source import Exchange, Limits, is_safe_path, open_exchange
from zinvol.lib.exchange.writer import write, write_zip

__all__ = [
    "Exchange", "ExchangeError", "FileRefused", "Limits", "NewerVersion", "NotAnExchangeFile", "Problem",
    "References", "WriteError", "is_safe_path", "open_exchange", "read", "write", "write_zip",
]  # fmt: skip
