"""What worked elsewhere: the case library."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils.translation import gettext_lazy as _

from lms.after_commit import after_commit


class CasesConfig(AppConfig):
    name = "exchange.cases"
    label = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from wagtail.images.models import Image
        from wagtail.models import Page
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from courses.catalogue import links
        from courses.catalogue.documents import Elsewhere, elsewhere
        from courses.catalogue.editor import USEFUL_IN_MENU
        from courses.catalogue.files import keepers
        from courses.catalogue.setup import give_rights, more_to_set_up
        from exchange.cases import beside, documents, searching
        from exchange.cases.adoption.adopting import keep_results, on_adoptions_changed
        from exchange.cases.models import DraftFile
        from exchange.cases.publication import case_changed, on_cases_changed
        from exchange.cases.review.reviewing import start_review
        from exchange.cases.setup import set_up_library
        from exchange.cases.writing import beginnings
        from exchange.cases.writing.submission import on_submitted
        from exchange.forum import cards
        from exchange.forum.offers import offers
        from exchange.forum.places import between_two
        from lms.beside import beside as stands_beside
        from lms.beside import sections
        from lms.people.roles import MODERATORS

        lists = [
            ("cases", f"{act}_{model}")
            for act in ("add", "change", "delete")
            for model in ("service", "tag")
        ]
        give_rights(MODERATORS, ("wagtailadmin", "access_admin"), *lists)
        self._tell_people()
        USEFUL_IN_MENU.update(("cases", "review-of-cases", "cases-lists"))
        more_to_set_up.append(set_up_library)
        links.finders.append(_address_of)
        searching.register_kind()
        offers.append(beginnings.offer_of)
        cards.pages_of["case"] = searching.things_at
        on_submitted.append(start_review)
        on_cases_changed.append(searching.follow_cases)
        on_cases_changed.append(documents.follow_documents)
        elsewhere.append(Elsewhere(documents.offers, documents.show))
        keepers.append(documents.may_be_taken)
        on_cases_changed.append(keep_results)
        on_adoptions_changed.append(searching.follow_adoptions)
        between_two.append(beside.place_of_talk)
        for kind, title, ask in (
            ("course", _("Where it was done"), beside.of_course),
            ("topic", _("Cases of this"), beside.of_topic),
        ):
            stands_beside.setdefault(kind, []).append((title, ask))
        sections.setdefault("municipality", []).append(beside.of_municipality)

        def changed(instance: Any, **kwargs: Any) -> None:
            case_changed(instance)

        self._publish_by_the_rules()
        for signal, name in [
            (page_published, "published"),
            (page_unpublished, "unpublished"),
            (post_page_move, "moved"),
        ]:
            signal.connect(changed, dispatch_uid=f"case_{name}", weak=False)
        post_save.connect(_forget_html, sender=Image, dispatch_uid="case_picture_saved")
        post_delete.connect(_forget_file, sender=DraftFile, dispatch_uid="draft_file_deleted")
        pre_delete.connect(_remember, sender=Page, dispatch_uid="case_deleting")
        post_delete.connect(_take_down_remembered, sender=Page, dispatch_uid="case_deleted")

    def _publish_by_the_rules(self) -> None:
        """Whoever publishes, and in whatever way: before anything follows the publication."""
        from wagtail.signals import page_published

        from courses.catalogue.objections import objections
        from exchange.cases.lending import objections_to, refuse_to_lend
        from exchange.cases.review.reviewing import refuse_past_review

        def published(instance: Any, **kwargs: Any) -> None:
            refuse_past_review(instance)
            refuse_to_lend(instance)

        objections.append(objections_to)
        page_published.connect(published, dispatch_uid="case_past_review", weak=False)

    def _tell_people(self) -> None:
        """What people are told of here, in the order in which they choose how to hear of it."""
        from exchange.cases import asking_notices, withdrawal_notices
        from exchange.cases.adoption import notices as adoption_notices
        from exchange.cases.review import confirm_notices
        from exchange.cases.review import notices as review_notices
        from exchange.cases.writing import notices as writing_notices
        from lms.notifications import readers

        writing_notices.register_kinds()
        review_notices.register_kinds()
        confirm_notices.register_kind()
        adoption_notices.register_kinds()
        withdrawal_notices.register_kind()
        asking_notices.register_kinds()
        readers.rules.append(review_notices.may_see)


def _address_of(page: Any) -> str | None:
    from django.urls import reverse

    from exchange.cases.models import CasePage

    slug = page.specific.current_slug() if page.specific_class is CasePage else None
    return reverse("case", args=[slug]) if slug else None


def _forget_html(instance: Any, **kwargs: Any) -> None:
    from exchange.cases.reading import forget_cases_that_show

    after_commit(forget_cases_that_show, instance)


def _forget_file(instance: Any, **kwargs: Any) -> None:
    from exchange.cases.writing.photos import forget_content

    forget_content(instance)


def _remember(instance: Any, **kwargs: Any) -> None:
    from exchange.cases.models import CasePage

    instance.was_case = instance.specific_class is CasePage


def _take_down_remembered(instance: Any, **kwargs: Any) -> None:
    from exchange.cases.publication import republish

    if instance.was_case:
        republish(instance.translation_key)
