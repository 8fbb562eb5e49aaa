"""What can be found: the text of each thing and language, and what the engine and the vocabulary have not taken yet."""

from typing import ClassVar, Self

from django.contrib.admin import display
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms import clock


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def living(self) -> Self:
        """What can be found: no tombstones."""
        return self.filter(is_deleted=False)


class SearchEntry(models.Model):
    """One searchable thing in one language, and the row of the database engine.

    What is gone stays as a tombstone, so that its version goes on where it ended. The short columns come first:
    counting reads them alone. `thing` is `search.shelves.number_of` the kind and key, the same in every language;
    `shelf` points to the row of `Shelf`. A version is the microsecond of the change, or one more than the last.
    """

    kind = models.CharField(max_length=20)
    object_key = models.CharField(max_length=64)
    language = models.CharField(max_length=2, blank=True)  # none: the same in all
    thing = models.BigIntegerField()
    shelf = models.BigIntegerField()
    within = models.CharField(max_length=64, blank=True)  # the key of the course
    moment = models.DateTimeField(null=True)  # what “by date” sorts by, and how recent it is
    weight = models.FloatField(default=1.0)
    times = models.PositiveIntegerField(
        default=0
    )  # others did it after; what “most often” sorts by
    version = models.BigIntegerField()
    is_deleted = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=clock.now)
    facets = models.JSONField(default=dict)  # name → values
    access = models.JSONField(default=list)  # tokens, of which a reader needs one
    title = models.TextField()
    title_forms = models.TextField(blank=True)  # words of the title as written, for completion
    # Ready tokens, joined by spaces: what engines index.
    title_tokens = models.TextField(blank=True)
    extra_tokens = models.TextField(blank=True)
    loose_tokens = models.TextField(blank=True)
    body_tokens = models.TextField(blank=True)
    extra = models.TextField(blank=True)
    body = models.TextField(blank=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_key", "language"], name="a_thing_has_one_entry_a_language"
            ),
            models.CheckConstraint(
                condition=Q(is_deleted=False) | Q(title="", body="", extra="", title_tokens=""),
                name="a_tombstone_keeps_no_words",
            ),
        ]
        indexes = [
            models.Index(fields=["within"], condition=~Q(within=""), name="entries_of_a_course"),
            # Counting reads tens of thousands of these, and never the texts beside them.
            models.Index(
                fields=["id", "thing", "shelf", "moment", "times"], name="entries_in_short"
            ),
        ]


class Untaken(models.Model):
    """An entry that waits to be taken somewhere, in the version that it had when it was last written."""

    # Without a constraint in the database: to write many would lock as many entries, against those who change them.
    entry = models.OneToOneField(
        SearchEntry, models.CASCADE, primary_key=True, db_constraint=False, related_name="+"
    )
    version = models.BigIntegerField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True


class SearchOutbox(Untaken):
    """What the engine beside the database has not seen, tombstones among it."""


class WordsToLearn(Untaken):
    """Whose words may be missing in the vocabulary."""


class ReadKind(models.Model):
    """By which edition of the analysis all entries of a kind were read, or a later one."""

    kind = models.CharField(max_length=20, primary_key=True)
    edition = models.CharField(max_length=16)


class Shelf(models.Model):
    """Entries of one kind, language, facets and access stand on one shelf: whoever counts asks once a shelf.

    The key is made of the content, so that a row never changes.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    facets = models.JSONField()
    access = models.JSONField()


class SearchWord(models.Model):
    """A word that was ever in an entry, for typos: whether the reader may meet it is asked of the entries."""

    form = models.CharField(max_length=40, unique=True)


class SearchWordSpelling(models.Model):
    """The word, or the word without one of its letters, as a number: two words that share one are near."""

    spelling = models.BigIntegerField(db_index=True)
    word = models.ForeignKey(SearchWord, models.CASCADE, related_name="spellings")


class SynonymGroup(models.Model):
    """Words that mean the same, in the languages there are: who types one also finds the others, lower down."""

    words_ky = models.TextField(_("in Kyrgyz"), blank=True, help_text=_("One word or term a line."))
    words_ru = models.TextField(_("in Russian"), blank=True)
    words_en = models.TextField(_("in English"), blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["words_ru", "pk"]
        verbose_name = _("words that mean the same")
        verbose_name_plural = _("words that mean the same")

    def __str__(self) -> str:
        return " · ".join(self.terms())

    def terms(self) -> list[str]:
        """All words and terms of the group, whatever the language."""
        return terms_of("\n".join([self.words_ru, self.words_ky, self.words_en]))

    # For the editors' list, which would show lines as one long term.

    @display(description=_("in Russian"), ordering="words_ru")
    def in_russian(self) -> str:
        return " · ".join(terms_of(self.words_ru))

    @display(description=_("in Kyrgyz"), ordering="words_ky")
    def in_kyrgyz(self) -> str:
        return " · ".join(terms_of(self.words_ky))

    @display(description=_("in English"), ordering="words_en")
    def in_english(self) -> str:
        return " · ".join(terms_of(self.words_en))


def terms_of(lines: str) -> list[str]:
    """One of each line that has any."""
    return [line.strip() for line in lines.splitlines() if line.strip()]


class QueryLog(models.Model):
    """What was looked for, and with what success; by whom is not kept, and nothing is kept for more than 90 days."""

    words = models.CharField(max_length=200)
    language = models.CharField(max_length=2)
    total = models.PositiveIntegerField()
    clicked_rank = models.PositiveSmallIntegerField(null=True)  # from 1
    clicked_kind = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["asked_at", "words"], name="queries_by_day")]
