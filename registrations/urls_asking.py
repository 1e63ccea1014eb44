"""Addresses of what an organiser asks people, and of what they answered."""

from django.urls import URLPattern, path

from registrations.views import corrections, inviting, people, questions, selection

SEMINAR = "work/seminars/<int:pk>/"
ASKING: list[URLPattern] = [
    path(f"{SEMINAR}questions/", questions.questions, name="questions"),
    path(f"{SEMINAR}questions/ask/", questions.ask, name="ask"),
    path("work/questions/<int:pk>/", questions.question, name="question"),
    path(
        "work/questions/<int:pk>/withdraw/",
        questions.withdraw,
        name="question_withdraw",
    ),
    path("work/answers/<int:pk>/", questions.answer_file, name="answer_file"),
    path(
        f"{SEMINAR}people/export.xlsx", people.export_workbook, name="people_workbook"
    ),
    path(f"{SEMINAR}applications/", selection.applications, name="applications"),
    path(
        f"{SEMINAR}applications/send/", selection.send_decisions, name="send_decisions"
    ),
    path(f"{SEMINAR}invitations/", inviting.invitations, name="invitations"),
    path(
        "work/invitations/<int:pk>/withdraw/",
        inviting.withdraw,
        name="invitation_withdraw",
    ),
    path(f"{SEMINAR}wishes/", corrections.wishes, name="wishes"),
    path(f"{SEMINAR}wishes/look-first/", corrections.moderate, name="moderate"),
    path("work/wishes/<int:pk>/", corrections.decide, name="wish_decide"),
    path("i/<int:pk>-<slug:token>/", inviting.invited, name="invited"),
]
