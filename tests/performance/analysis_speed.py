"""How many words a second are analysed: `python -m tests.performance.analysis_speed`.

The text is what the site itself says in three languages. "At first" is each word form once, with nothing in the cache;
"then" is the whole text, all of it seen before. The last line is 10,000 characters of words never seen before.
"""

import sys
import time

import polib

from search.analysis import analyse
from search.analysis.tokens import WORD, reading
from tests.checks.translations import BASE_DIR


def texts() -> list[str]:
    """What the catalogues say, a text for each language."""
    entries = {
        language: polib.pofile(str(BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"))
        for language in ("ky", "ru")
    }
    english = " ".join(entry.msgid for entry in entries["ru"])
    return [english, *(" ".join(entry.msgstr for entry in each) for each in entries.values())]


def seconds(text: str) -> float:
    began = time.process_time()  # what others on the machine do does not count
    analyse(text)
    return time.process_time() - began


def main() -> None:
    analyse("мусор көчө budget")  # the dictionaries are opened
    text = "\n".join(texts())
    words = WORD.findall(text)
    distinct = list(dict.fromkeys(words))
    reading.cache_clear()
    at_first = len(distinct) / seconds(" ".join(distinct))
    then = len(words) / seconds(text)
    reading.cache_clear()
    longest = seconds(" ".join(distinct[::2])[:10_000])
    sys.stdout.write(
        f"{len(words)} words, {len(distinct)} distinct\n"
        f"at first {at_first:10,.0f} words a second\n"
        f"then     {then:10,.0f} words a second\n"
        f"10,000 characters of new words {longest * 1000:.0f} ms\n"
    )


if __name__ == "__main__":
    main()
