"""What a learner presses."""

from django.urls import path

from courses.progress import views

urlpatterns = [
    path("my/courses/<uuid:course_key>/enrol/", views.enrol, name="enrol"),
    path("my/courses/<uuid:course_key>/leave/", views.leave, name="leave"),
    path("my/lessons/<uuid:activity_key>/complete/", views.complete_lesson, name="complete_lesson"),
    path("my/lessons/<uuid:activity_key>/ticks/", views.tick, name="tick"),
]
