"""What the doctor finds, and what it advises."""

from __future__ import annotations

import pytest

from tests.log import read_the_log
from zinvol.apps.social.spaces.models import Membership
from zinvol.config import doctor
from zinvol.config.doctor import Finding
from zinvol.kernel import clock
from zinvol.kernel.models import Activity, Job

pytestmark = pytest.mark.django_db


def found(what: str) -> Finding:
    return next(f for f in doctor.examine() if f.what == what)


def test_a_healthy_install_has_no_advice_but_for_the_mail(world):
    read_the_log()
    findings = doctor.examine()
    assert [f.what for f in findings if not f.ok] == []
    assert [f.what for f in findings if f.advice] == ["mail"]
    assert len(findings) == len(doctor.LOOKS)


def test_an_install_without_an_organisation_is_to_be_set_up():
    assert found("organisation") == Finding(
        "organisation", "not set up yet", False, "Run zinvol serve and open its page."
    )


def test_a_space_without_a_keeper_is_named(world):
    Membership.objects.filter(space=world.open, role="keeper").update(role="member")
    assert (found("spaces").found, found("spaces").ok) == ("1 without a keeper", False)


def test_a_job_that_failed_is_told(world):
    Job.objects.create(kind="x", key="x", state="parked", run_at=clock.now())
    assert found("failures").found == "0 events and 1 jobs could not be done"


def test_readers_that_are_behind_for_long_are_named(world):
    assert found("worker") == Finding("worker", "working")
    Activity.objects.update(occurred_at="2020-01-01T00:00:00Z")
    assert (found("worker").found, found("worker").ok) == (
        "behind: search, audit, attention, likeness, expertise",
        False,
    )


@pytest.mark.parametrize(("kind", "is_well"), [("ext4", True), ("nfs4", False), ("cifs", False)])
def test_sqlite_on_a_network_disk_is_warned_of(world, tmp_path, monkeypatch, kind, is_well):
    monkeypatch.setattr(doctor, "MOUNTS", tmp_path / "mounts")
    monkeypatch.setattr(doctor.connection, "vendor", "sqlite")
    folder = doctor.install.folder().resolve()
    (tmp_path / "mounts").write_text(f"disk / ext4 rw 0 0\nelsewhere {folder.parent} {kind} rw 0 0\n")
    assert doctor._folder().ok is is_well


def test_a_folder_that_cannot_be_written_comes_first(world, monkeypatch):
    monkeypatch.setattr(doctor.os, "access", lambda *_: False)
    assert (doctor.examine()[0].what, doctor.examine()[0].ok) == ("folder", False)


def test_what_cannot_be_looked_at_is_a_finding_and_the_last_one(world, monkeypatch):
    def breaks() -> Finding:
        raise OSError("gone")

    monkeypatch.setattr(doctor, "LOOKS", (breaks, *doctor.LOOKS))
    assert [(f.what, f.ok) for f in doctor.examine()] == [("breaks", False)]
