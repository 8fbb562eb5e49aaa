"""The rows of the forum."""

from exchange.forum.models.attachment import Attachment
from exchange.forum.models.category import Category
from exchange.forum.models.draft import Draft
from exchange.forum.models.moderation import Flag, ModerationAct, Silence
from exchange.forum.models.post import Post, PostRevision, Quote
from exchange.forum.models.reading import Follow, Reader, Reading
from exchange.forum.models.topic import Strand, Topic
from exchange.forum.models.voices import Helped, SameProblem

__all__ = [
    "Attachment",
    "Category",
    "Draft",
    "Flag",
    "Follow",
    "Helped",
    "ModerationAct",
    "Post",
    "PostRevision",
    "Quote",
    "Reader",
    "Reading",
    "SameProblem",
    "Silence",
    "Strand",
    "Topic",
]
