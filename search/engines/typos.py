"""What was meant by words that a reader meets nowhere: supposed at first, so that one request finds it out."""

from collections.abc import Mapping, Sequence

from search.engines.base import Reading
from search.engines.ranking import NEAREST, Weighed, by_itself, stems_of
from search.models import SearchWord
from search.vocabulary import near


class Meant:
    """The words of a query as it stands: which the reader meets, and what is near to the others.

    Until the engine has said so, a word is supposed to be met if the vocabulary has it, and so is what is near to it.
    """

    def __init__(self, readings: Sequence[Reading]) -> None:
        whole = [each for each in readings if each.weight == 1]
        telling = [each.terms for each in whole if all(term.stems for term in each.terms)]
        self._words = {term.form: by_itself(term) for terms in telling for term in terms}
        self._near: dict[str, dict[str, Weighed]] = {}
        self._met: dict[Weighed, bool] = {}
        known = SearchWord.objects.filter(form__in=list(self._words))
        self._known = set(known.values_list("form", flat=True))

    def nearest(self) -> dict[str, list[str]]:
        """For words that are not met, the nearest that are, as far as is known."""
        found = {}
        for form in self._unmet():
            near_ones = self._near_to(form).items()
            meant = [each for each, alone in near_ones if self._met.get(alone, True)]
            if meant:
                found[form] = meant[:NEAREST]
        return found

    def doubts(self) -> list[Weighed]:
        """What the engine has to say before `nearest` is more than a supposition."""
        words = [*self._words.values()]
        for form in self._unmet():
            words += self._near_to(form).values()
        return [word for word in dict.fromkeys(words) if word not in self._met]

    def learn(self, met: Mapping[Weighed, bool]) -> None:
        """What the engine has said."""
        self._met.update(met)

    def _unmet(self) -> list[str]:
        return [
            form
            for form, word in self._words.items()
            if not self._met.get(word, self._is_likely(form, word))
        ]

    def _is_likely(self, form: str, word: Weighed) -> bool:
        """Whether the vocabulary has the word, or another of its forms."""
        stems = {tokens for tokens, _ in word.words}
        return form in self._known or any(
            not stems.isdisjoint(tokens for tokens, _ in alone.words)
            for alone in self._near_to(form).values()
        )

    def _near_to(self, form: str) -> Mapping[str, Weighed]:
        if form not in self._near:
            self._near[form] = {
                each: Weighed(tuple(((stem,), 1.0) for stem in stems), ())
                for each in near(form)
                if (stems := stems_of(each))
            }
        return self._near[form]
