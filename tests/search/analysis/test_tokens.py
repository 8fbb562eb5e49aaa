"""What a text is found by, whatever the text."""

import re

from hypothesis import given
from hypothesis import strategies as st

from search.analysis import analyse, tokens

SAFE = re.compile(r"[a-zа-яңөү0-9]{1,40}")


@given(text=st.text())
def test_any_text_has_tokens_that_are_safe_in_every_query(text: str):
    for token in tokens(text):
        for word in (token.form, *token.stems, *token.loose):
            assert SAFE.fullmatch(word), repr(word)


@given(text=st.text())
def test_what_is_indexed_is_what_the_tokens_say(text: str):
    found = list(tokens(text))
    ready = analyse(text)
    assert ready.exact.split(" ") == [s for t in found for s in t.stems] or not ready.exact
    assert ready.loose.split(" ") == [s for t in found for s in t.loose] or not ready.loose


@given(text=st.text())
def test_tokens_cut_words_out_of_the_text_in_order(text: str):
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert not text[token.start : token.end].isspace()
        end = token.end
