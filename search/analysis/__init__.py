"""How a text becomes the words that it is found by.

Plain Python: the same tokens are kept with every entry, asked of every engine, and used to mark what was found.
"""

from search.analysis.edition import edition
from search.analysis.languages import LANGUAGES, language_of, stem
from search.analysis.repair import is_known, repairs
from search.analysis.tokens import Analysed, Token, analyse, tokens

__all__ = [
    "LANGUAGES",
    "Analysed",
    "Token",
    "analyse",
    "edition",
    "is_known",
    "language_of",
    "repairs",
    "stem",
    "tokens",
]
