"""The endings of Kyrgyz, by the slots that they stand in.

Sounds are written as in `kyrgyz_sounds`: LAр is лар, лер, лор, лөр, дар and so on.
"""

from typing import NamedTuple

from search.analysis.kyrgyz_sounds import spelled

# A slot has rows: the slots that may be before it, its endings, the least letters of a stem right before it. "noun" and
# "verb" mean that the stem itself may be before it, "sure-verb" only that of a verb that is known.
NOUN = "noun relation number possessive participle"
SLOTS: dict[str, list[tuple[str, str, int]]] = {
    "question": [(f"{NOUN} case predicate tense inner-tense", "BI", 3)],
    "predicate": [
        ("inner-tense participle", "мIн сIң сIз сIңAр BIз", 2),
    ],
    "place": [("case", "GI", 2)],
    "case": [
        (NOUN, "NIн NI GA DA DAн", 2),
        ("own", "н нA нDA нAн", 2),
    ],
    "own": [("noun relation number participle", "I сI", 2)],
    "possessive": [
        ("noun relation number participle", "I сI", 2),
        ("noun relation number participle", "IбIз бIз IңIз ңIз IңAр", 3),
        ("number", "Iм Iң", 2),
    ],
    "number": [("noun relation participle", "LAр", 2)],
    "relation": [("noun", "LIк LU сIз", 3)],
    "participle": [
        ("verb voice negation", "GAн U O GAнDIк", 2),
        ("verb voice negation", "Uчу Uчү Oчу Oчү", 2),
    ],
    "tense": [
        ("verb voice negation", "DI DIм DIң DIк DIңIз DIңAр Iп п Aт йт GAн BAстAн", 2),
        ("passive negation sure-verb", "A сA", 2),
        ("voice sure-verb", "Aр", 2),
        ("voice negation sure-verb", "й", 2),
        ("negation", "с", 2),
    ],
    "inner-tense": [("verb voice negation", "A й Aр GAн Iп п", 2)],
    "wish": [
        ("verb voice negation", "IңIз ңIз IңIздAр GIлA GIчA мAк GAнI", 2),
        ("sure-verb voice refusal", "сIн", 2),
    ],
    "refusal": [("sure-verb", "BA", 2)],
    "negation": [("verb voice", "BA", 2)],
    "passive": [("verb", "Iл", 2)],
    "voice": [("verb", "Iл", 2), ("verb", "л", 3), ("sure-verb", "Iн Iш ш", 2)],
}
OUTERMOST = (
    "question",
    "predicate",
    "place",
    "case",
    "possessive",
    "number",
    "relation",
    "participle",
    "tense",
    "wish",
    "refusal",
)


class Ending(NamedTuple):
    """One spelling of an ending in a slot."""

    slot: str
    sound: str  # its first, as in the pattern
    before: tuple[str, ...]
    shortest: int


def spellings() -> dict[str, list[Ending]]:
    """All endings by how they are spelled."""
    found: dict[str, list[Ending]] = {}
    for slot, rows in SLOTS.items():
        for before, patterns, shortest in rows:
            for pattern in patterns.split():
                ending = Ending(slot, pattern[0], tuple(before.split()), shortest)
                for each in spelled(pattern):
                    found.setdefault(each, []).append(ending)
    return found


ENDINGS = spellings()
LONGEST = max(map(len, ENDINGS))
