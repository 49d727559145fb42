"""Where an install lives and what it is told: one folder, one optional file, the environment.

``ZINVOL_DATA`` names the folder (database, files, ``zinvol.toml``, the secret key). A setting is
looked for in the environment as ``ZINVOL_<NAME>``, then in ``zinvol.toml``, then has its default.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from zinvol.kernel import keys

DEFAULTS: dict[str, Any] = {
    "hosts": "*",  # names this server answers to, with commas; "*" is any
    "database_url": "",  # postgresql://user:password@host:port/name; empty is SQLite in the folder
    "base_url": "http://127.0.0.1:8000",  # the address people use; links in mail begin with it
    "tls": False,  # people come over https: secure cookies and HSTS
    "proxies": 0,  # reverse proxies in front that set X-Forwarded-For
    "mail_url": "",  # smtp://user:password@host:587 or smtps://…; empty keeps mail in the folder
    "mail_from": "zinvol@localhost",
    "mail_in": "",  # 127.0.0.1:8024 takes in replies by mail there, over SMTP or LMTP
    "mail_domain": "",  # the part after the @ of the addresses by which one replies by mail
    "push_loopback": False,  # push to a service on this machine, without TLS: for tests
    "log_format": "json",  # or "plain"
    "workers": 2,  # web processes
    "threads": 4,  # in each web process
    "debug": False,
}


class BadSetting(Exception):
    """A setting has a value that cannot be used; the text says which and what is wanted."""


@cache
def folder() -> Path:
    """The folder of this install; it need not exist yet."""
    return Path(os.environ.get("ZINVOL_DATA") or "data").expanduser().resolve()


def get(name: str) -> Any:
    """The value of a setting, of the type of its default. Raises :class:`BadSetting`."""
    default = DEFAULTS[name]
    given = os.environ.get(f"ZINVOL_{name.upper()}")
    if given is None and name == "database_url":
        given = os.environ.get("DATABASE_URL")
    value = given if given is not None else _file().get(name, default)
    return _as_type(name, value, default)


def secret_key() -> str:
    """The key that signs cookies and links; made once and kept in the folder, readable by its owner."""
    if given := os.environ.get("ZINVOL_SECRET_KEY"):
        return given
    path = keys.kept(folder() / "secret.key", lambda: secrets.token_urlsafe(48).encode())
    return path.read_text().strip()


@cache
def _file() -> dict[str, Any]:
    path = folder() / "zinvol.toml"
    if not path.exists():
        return {}
    try:
        found = tomllib.loads(path.read_text())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"{path.name} cannot be read: {error}") from error
    if unknown := found.keys() - DEFAULTS.keys():
        raise BadSetting(f"{path.name} has unknown settings: {', '.join(sorted(unknown))}")
    return found


def _as_type(name: str, value: Any, default: Any) -> Any:
    try:
        if isinstance(default, bool):
            if str(value).lower() in {"1", "true", "yes", "on"}:
                return True
            if str(value).lower() in {"", "0", "false", "no", "off"}:
                return False
            raise ValueError("give true or false")
        return type(default)(value)
    except ValueError as error:
        raise BadSetting(f"setting {name} cannot be {value!r}: {error}") from error


def has_all_tables() -> bool:
    """Whether every migration that lies in the code was run; ten times quicker than Django finds out,
    since the files are only listed."""
    from django.apps import apps
    from django.db import DatabaseError, connection

    wanted = {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in Path(app.path, "migrations").glob("[0-9]*.py")
    }
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            return wanted <= set(cursor.fetchall())
    except DatabaseError:
        return False
