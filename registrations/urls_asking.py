"""Addresses of what an organiser asks people, and of what they answered."""

from django.urls import URLPattern, path

from registrations.views import people, questions

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
]
