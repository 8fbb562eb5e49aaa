"""Addresses under /cases/ and /my/cases/. An address, once published, works for ever."""

from django.urls import path

from exchange.cases import asking_views, views
from exchange.cases.adoption import giving_views, moderating_views
from exchange.cases.adoption import views as adoption_views
from exchange.cases.review import confirm_views
from exchange.cases.review import views as review_views
from exchange.cases.writing import draft_views, file_views, part_views

urlpatterns = [
    path("my/adoptions/", adoption_views.mine, name="my_adoptions"),
    path("my/cases/", draft_views.my_cases, name="my_cases"),
    path("my/cases/credits/<int:pk>/", draft_views.credit, name="my_credit"),
    path("my/cases/<uuid:key>/", draft_views.draft, name="my_case"),
    path("my/cases/<uuid:key>/parts/<slug:part>/", part_views.part, name="my_case_part"),
    path("my/cases/<uuid:key>/choices/<slug:kind>/", part_views.choices, name="my_case_choices"),
    path("my/cases/<uuid:key>/check/", draft_views.check, name="my_case_check"),
    path("my/cases/<uuid:key>/review/", review_views.review, name="my_case_review"),
    path("my/cases/<uuid:key>/authors/", draft_views.authors, name="my_case_authors"),
    path("my/cases/<uuid:key>/delete/", draft_views.delete, name="my_case_delete"),
    path("my/cases/<uuid:key>/files/<uuid:file>/", file_views.draft_file, name="my_case_file"),
    path("cases/", views.cases, name="cases"),
    path("cases/write/", part_views.write, name="case_write"),
    path("cases/of-topic/<int:pk>/", draft_views.of_topic, name="case_of_topic"),
    path("cases/of-adoption/<int:pk>/", draft_views.of_adoption, name="case_of_adoption"),
    path("cases/<str:slug>/revise/", draft_views.revise, name="case_revise"),
    path("cases/<str:slug>/confirm/", confirm_views.confirm, name="case_confirm"),
    path("cases/<str:slug>/ask-to-withdraw/", asking_views.ask, name="case_ask_to_withdraw"),
    path("cases/<str:slug>/", views.case, name="case"),
    path("cases/<str:slug>/adopt/", adoption_views.take_up, name="case_adopt"),
    path("cases/<str:slug>/adoptions/<int:pk>/", adoption_views.adoption, name="adoption"),
    path("cases/<str:slug>/adoptions/<int:pk>/step/", adoption_views.step, name="adoption_step"),
    path(
        "cases/<str:slug>/adoptions/<int:pk>/figure/",
        adoption_views.measure,
        name="adoption_measure",
    ),
    path("cases/<str:slug>/adoptions/<int:pk>/talk/", adoption_views.talk, name="adoption_talk"),
    path(
        "cases/<str:slug>/adoptions/<int:pk>/steps/<int:step>/moderate/",
        moderating_views.note,
        name="adoption_note",
    ),
    path(
        "cases/<str:slug>/adoptions/<int:pk>/otherwise/moderate/",
        moderating_views.difference,
        name="adoption_difference",
    ),
    path("cases/<str:slug>/taken-up/", giving_views.case_taken_up, name="case_taken_up"),
    path(
        "municipalities/<str:code>/given/",
        giving_views.municipality_given,
        name="municipality_given",
    ),
    path(
        "municipalities/<str:code>/taken/",
        giving_views.municipality_taken,
        name="municipality_taken",
    ),
]
