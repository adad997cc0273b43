from dataclasses import replace

from elmo_explorer.session.sentence_index import sentence_index
from elmo_explorer.session.session import Sentence


def expected(sentences):
    return {sentence.id: (k, sentence) for k, sentence in enumerate(sentences, start=1)}


def test_the_index_follows_every_change():
    first = tuple(Sentence(f"word {k}", ("word", str(k))) for k in range(5))
    more = (*first, Sentence("one more", ("one", "more")))
    edited = (*more[:2], replace(more[2], hidden=True), *more[3:])
    for sentences in (first, more, edited, edited[1:], edited[::-1], (), first):
        assert sentence_index(sentences) == expected(sentences)
        assert sentence_index(sentences) is sentence_index(sentences)


def test_who_looks_at_an_older_list_keeps_what_it_has():
    first = tuple(Sentence(f"word {k}", ("word", str(k))) for k in range(5))
    index = sentence_index(first)
    sentence_index(first[2:])
    assert index == expected(first)
