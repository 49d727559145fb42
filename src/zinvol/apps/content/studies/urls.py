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
    path("studies/waves/<int:pk>/enrol", running.enrol, name="enrol"),
    path("studies/waves/<int:pk>/predict", running.predict, name="predict"),
    path("studies/waves/<int:pk>/paper.pdf", results.paper, name="paper"),
    path("studies/waves/<int:pk>/entry", results.entry, name="entry"),
    path("studies/waves/<int:pk>/report", results.report, name="report"),
    path("studies/waves/<int:pk>/report.pdf", results.report_file, {"kind": "pdf"}, name="report-pdf"),
    path("studies/waves/<int:pk>/report.xlsx", results.report_file, {"kind": "xlsx"}, name="report-xlsx"),
    path("studies/waves/<int:pk>/coding/<str:item>", results.coding, name="coding"),
    path("studies/waves/<int:pk>/coding/<str:item>/keep", results.code, name="code"),
    path("studies/waves/<int:pk>/do/<str:name>", running.act, name="act"),
    path("answer/<str:token>/", answering.start, name="start"),
    path("answer/<str:token>/<int:number>", answering.page, name="page"),
    path("answer/<str:token>/finish", answering.finish, name="finish"),
    path("answer/<str:token>/later", answering.later, name="later"),
    path("answer/<str:token>/decline", answering.decline, name="decline"),
    path("kiosk/<str:token>/", answering.kiosk, name="kiosk"),
    path("taking-part/<str:token>/", taking_part.desk, name="desk"),
    path("taking-part/<str:token>/terms", taking_part.terms, name="terms"),
    path("taking-part/<str:token>/begin", taking_part.begin, name="begin"),
    path("taking-part/<str:token>/staff", taking_part.staff, name="staff"),
]
