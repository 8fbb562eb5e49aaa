"""Addresses of attempts; a quiz itself has its address under /courses/."""

from django.urls import path

from courses.assessment import sending, views

ATTEMPT = "my/attempts/<uuid:attempt_id>/"

urlpatterns = [
    path("my/quizzes/<uuid:quiz_key>/start/", views.quiz_start, name="quiz_start"),
    path(ATTEMPT, views.attempt, name="attempt"),
    path(f"{ATTEMPT}<int:number>/", views.attempt_question, name="attempt_question"),
    path(f"{ATTEMPT}check/", views.attempt_check, name="attempt_check"),
    path(f"{ATTEMPT}submit/", views.attempt_submit, name="attempt_submit"),
    path(f"{ATTEMPT}result/", views.attempt_result, name="attempt_result"),
    path(f"{ATTEMPT}answers/", sending.attempt_answers, name="attempt_answers"),
]
