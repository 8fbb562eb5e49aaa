"""Work that follows from pages: renditions after a publication, and publications at their time. All safe to repeat."""

from celery import shared_task
from wagtail.models import Page

from courses.catalogue.documents import read_documents, unread
from courses.catalogue.pictures import prepare_pictures
from courses.catalogue.scheduled import publish_what_is_due


@shared_task
def make_renditions(page_id: int) -> None:
    """Make the pictures of a published page in the sizes that its readers get."""
    page = Page.objects.filter(pk=page_id).first()
    if page is not None:
        prepare_pictures(page)


@shared_task
def publish_scheduled_pages() -> None:
    """Every few minutes: what a trainer set to be published or taken down by now."""
    publish_what_is_due()


@shared_task
def read_document(document_id: int) -> None:
    """Read the words of a document that was uploaded, for the search."""
    read_documents([document_id])


@shared_task
def read_new_documents() -> None:
    """Every few minutes: the documents whose task was lost."""
    read_documents(unread())
