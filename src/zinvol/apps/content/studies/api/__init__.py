"""The verbs of studies: preparing, asking, answering, closing."""

from zinvol.apps.content.studies.api.answering import (
    NotOpen,
    agree_terms,
    answer,
    decline,
    hand_in,
    hand_in_whole,
    invite_anybody,
    invite_contact,
    may_be_linked,
    tell_ages,
)
from zinvol.apps.content.studies.api.closing import (
    ask_report,
    close,
    close_due,
    code,
    explain_code,
    forget_person,
    forget_twins,
    forget_use,
    keep_report,
    make_anew,
    predict,
    publish,
    record_twins,
    record_use,
    withdraw_results,
)
from zinvol.apps.content.studies.api.preparing import (
    Target,
    add_wave,
    change_study,
    drop_wave,
    enrol,
    invite_by_mail,
    invite_people,
    open_kiosk,
    start_study,
    state_interest,
    withdraw_enrolment,
)
from zinvol.apps.content.studies.api.reporting import make_report
from zinvol.apps.content.studies.api.running import launch, remind

__all__ = [
    "NotOpen", "Target", "add_wave", "agree_terms", "answer", "ask_report", "change_study", "close", "close_due", "code", "decline", "drop_wave", "enrol", "explain_code", "forget_person", "forget_twins", "forget_use",
    "hand_in", "hand_in_whole", "invite_anybody", "invite_by_mail", "invite_contact", "invite_people", "keep_report", "launch", "make_anew", "make_report", "may_be_linked", "open_kiosk", "predict",
    "publish", "record_twins", "record_use", "remind", "start_study", "state_interest", "tell_ages", "withdraw_enrolment", "withdraw_results",
]  # fmt: skip
