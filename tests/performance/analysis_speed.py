"""How many words a second are analysed: `make bench PART=analysis`, `python -m tests.performance.analysis_speed`.

The text is what the site itself says in three languages. "At first" is each word form once, with nothing in the cache;
"then" is the whole text, all of it seen before. The last line is 10,000 characters of words never seen before. Exits
with 1 if it is too slow.
"""

import sys
import time

import polib

from search.analysis import analyse
from search.analysis.tokens import WORD, reading
from tests.checks.translations import BASE_DIR
from tests.performance.figures import Report, write

AT_LEAST = 50_000  # words a second, with the cache


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


def main() -> int:
    """Measure and print; 1 when it is too slow."""
    analyse("мусор көчө budget")  # the dictionaries are opened
    text = "\n".join(texts())
    words = WORD.findall(text)
    distinct = list(dict.fromkeys(words))
    reading.cache_clear()
    at_first = len(distinct) / seconds(" ".join(distinct))
    then = len(words) / seconds(text)
    reading.cache_clear()
    longest = seconds(" ".join(distinct[::2])[:10_000])
    report = Report()
    report.heading(f"Analysis: {len(words)} words, {len(distinct)} distinct, in CPU time")
    report.rate("words, each seen for the first time", at_first)
    report.rate("words, all seen before", then, AT_LEAST)
    write(f"10,000 characters of new words: {longest * 1000:.0f} ms")
    return int(report.is_over)


if __name__ == "__main__":
    sys.exit(main())
