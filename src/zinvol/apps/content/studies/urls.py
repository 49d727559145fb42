from django.urls import path

from zinvol.apps.content.studies.views import answering, results, running, taking_part

app_name = "studies"
urlpatterns = [
    path("studies/", running.overview, name="overview"),
    path("studies/new", running.new, name="new"),
    path("studies/<int:pk>/", running.study, name="study"),
    path("studies/<int:pk>/interest", running.add_interest, name="add-interest"),
    path("studies/<int:pk>/wave", running.new_wave, name="new-wave"),
    path("studies/waves/<int:pk>/", running.wave, name="wave"),
    path("studies/waves/<int:pk>/invite", running.invite, name="invite"),
    path("studies/waves/<int:pk>/addresses", running.invite_addresses, name="invite-addresses"),
    path("studies/waves/<int:pk>/ages", running.ages, name="ages"),
    path("studies/waves/<int:pk>/enrol", running.enrol, name="enrol"),
    path("studies/waves/<int:pk>/predict", running.predict, name="predict"),
    path("studies/waves/<int:pk>/paper.pdf", results.paper, name="paper"),
    path("studies/waves/<int:pk>/entry", results.entry, name="entry"),
    path("studies/waves/<int:pk>/report", results.report, name="report"),
    path("studies/waves/<int:pk>/report.pdf", results.report_file, {"kind": "pdf"}, name="report-pdf"),
    path("studies/waves/<int:pk>/report.xlsx", results.report_file, {"kind": "xlsx"}, name="report-xlsx"),
    path("studies/waves/<int:pk>/coding/<slug:item>", results.coding, name="coding"),
    path("studies/waves/<int:pk>/coding/<slug:item>/keep", results.code, name="code"),
    path("studies/waves/<int:pk>/coding/<slug:item>/codebook", results.explain_code, name="explain-code"),
    path("studies/waves/<int:pk>/do/<slug:name>", running.act, name="act"),
    path("answer/<slug:token>/", answering.start, name="start"),
    path("answer/<slug:token>/<int:number>", answering.page, name="page"),
    path("answer/<slug:token>/finish", answering.finish, name="finish"),
    path("answer/<slug:token>/later", answering.later, name="later"),
    path("answer/<slug:token>/decline", answering.decline, name="decline"),
    path("kiosk/<slug:token>/", answering.kiosk, name="kiosk"),
    path("taking-part/<slug:token>/", taking_part.desk, name="desk"),
    path("taking-part/<slug:token>/terms", taking_part.terms, name="terms"),
    path("taking-part/<slug:token>/begin", taking_part.begin, name="begin"),
    path("taking-part/<slug:token>/staff", taking_part.staff, name="staff"),
]
