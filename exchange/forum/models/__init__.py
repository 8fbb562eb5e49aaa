"""The rows of the forum."""

from exchange.forum.models.category import Category
from exchange.forum.models.draft import Draft
from exchange.forum.models.post import Post, PostRevision
from exchange.forum.models.reading import Follow, Reader, Reading
from exchange.forum.models.topic import Strand, Topic
from exchange.forum.models.voices import Helped, SameProblem

__all__ = [
    "Category",
    "Draft",
    "Follow",
    "Helped",
    "Post",
    "PostRevision",
    "Reader",
    "Reading",
    "SameProblem",
    "Strand",
    "Topic",
]
