"""Quizzes: questions, attempts, grading."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "courses.assessment"
    label = "assessment"
