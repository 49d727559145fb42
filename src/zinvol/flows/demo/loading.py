"""Loading the demo organisation as any other exchange."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from zinvol.apps.social.organisation.models import Organisation
from zinvol.flows.demo import messages, questions, studies
from zinvol.flows.demo.organisation import records
from zinvol.flows.migration.checking import check
from zinvol.flows.migration.importing import carry_out
from zinvol.flows.migration.sources import RecordSource
from zinvol.kernel import clock


@transaction.atomic
def load(*, progress: Callable[[int], None] = lambda count: None) -> bool:
    """Load Gemeente Veldhaven as it stands now, whole or not at all, and say so. Where it was loaded
    before, or where another organisation lives, nothing happens."""
    if Organisation.objects.exists():
        return False
    plan = check(RecordSource(records(clock.now())))  # type: ignore[arg-type]
    outcome = carry_out(plan, progress=progress)
    for problem in [*plan.problems, *outcome.problems]:
        raise ValueError(f"the demo organisation does not fit together: {problem}")
    Organisation.objects.update(is_demo=True)
    messages.say_all(clock.now())
    questions.go_on(clock.now())
    studies.hold_all(clock.now())
    return True
