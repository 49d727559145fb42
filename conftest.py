"""Settings and fixtures that every test may use. The cast and its spaces are in ``tests/world.py``."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

os.environ["ZINVOL_DATA"] = tempfile.mkdtemp(prefix="zinvol-test-")
os.environ["ZINVOL_SQLITE_SYNCHRONOUS"] = "OFF"
os.environ["ZINVOL_LOG_FORMAT"] = "plain"
if os.environ.get("ZINVOL_TEST_DATABASE") != "postgresql":
    os.environ.pop("DATABASE_URL", None)


@pytest.fixture(autouse=True)
def _calm_settings(settings, tmp_path):
    """No hashing of files and passwords for safety's sake where nothing is at stake."""
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if "whitenoise" not in m]


@pytest.fixture(autouse=True)
def _an_empty_shelf():
    """Each test has a database of its own, and the shelf of likeness is one for the process."""
    from zinvol.apps.reactors.likeness import meaning

    meaning.questions.cache_clear()


@pytest.fixture
def world(db):
    """A small organisation: see ``tests.world``."""
    from tests.world import World

    return World.make()


@pytest.fixture
def every_line_past():
    """The readers of the log read what the test itself wrote; see ``tests.log``."""
    from tests import log

    with log.every_line_past():
        yield


@pytest.fixture
def sign_in(client):
    """Give the test client the session of a person."""

    def as_person(person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return as_person


@pytest.fixture
def shared_data() -> Path:
    """The third-party test material beside the checkout; a test that needs it is skipped without."""
    folder = Path(os.environ.get("ZINVOL_TEST_DATA", Path(__file__).parent.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the third-party test material is not here")
    return folder
