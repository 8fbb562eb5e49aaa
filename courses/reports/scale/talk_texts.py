"""What invented people write in the forum: what the demonstration's people wrote, put together anew."""

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from exchange.forum import posting
from exchange.forum.markdown import Known, own_words, to_html
from exchange.forum.text import language_of_text
from lms.yaml_files import read_yaml

TOPICS = Path(posting.__file__).parent / "demo" / "topics"
TEXTS = 600  # different ones; parsing half a million would take an hour
ASKED = 987_654_321  # stands for the post that is quoted, whose key is known later
BY = "Каймана Ж."  # and for its author
FORMS = ("{0}", "{0}", "{0}\n\n{1}", "**{0}**\n\n{1}", "- {0}\n- {1}", "{0}\n\n1. {1}\n2. {2}")


@dataclass(frozen=True, slots=True)
class Text:
    """A text as somebody types it, and as it is shown."""

    text: str
    html: str
    language: str
    first_words: str = ""  # to quote; of what quotes itself there are none

    def quoting(self, words: str, pk: int, author: str) -> "Text":
        """The same below words of a post."""
        text = f"> [@post:{ASKED}]\n> {words}\n\n{self.text}"
        html = to_html(text, Known(authors={ASKED: BY}, words={ASKED: words}))
        key = str(pk)
        return Text(
            text.replace(str(ASKED), key),
            html.replace(str(ASKED), key).replace(BY, author),
            language_of_text(text),
        )


def titles_and_texts(chance: Random) -> tuple[list[str], list[Text]]:
    """What topics are called, and what their posts say."""
    topics: list[dict[str, Any]] = [
        topic for path in sorted(TOPICS.glob("*.yaml")) for topic in read_yaml(path)
    ]
    said = [" ".join(post["text"].split()) for topic in topics for post in topic["posts"]]
    texts = []
    for _ in range(TEXTS):
        text = chance.choice(FORMS).format(*chance.sample(said, 3))
        first_words = own_words(text.partition("\n")[0])
        texts.append(Text(text, to_html(text), language_of_text(text), first_words))
    return [topic["title"] for topic in topics], texts
