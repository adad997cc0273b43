import weakref
from dataclasses import replace

import numpy as np

from elmo_explorer.controllers import sentence_vectors
from elmo_explorer.controllers.embed_controller import AT_ONCE, EmbedController
from elmo_explorer.controllers.model_controller import LoadedModel, ModelController
from elmo_explorer.controllers.sentence_vectors import SentenceVectors
from elmo_explorer.session.session import ModelInfo, Sentence
from elmo_explorer.session.shown_model import open_model

WAIT_MS = 60_000


def many(n):
    return tuple(Sentence(f"word{k} and more", (f"word{k}", "and", "more")) for k in range(n))


def test_vectors_are_the_bilms_own_and_read_only(session, loaded, models, bank_sentences, embedded):
    session.sentences = bank_sentences
    embedded()
    expected = models.bilm.embed([list(s.tokens) for s in bank_sentences])
    for sentence, vectors in zip(bank_sentences, expected, strict=True):
        found = session.states[sentence.id]
        assert not found.flags.writeable
        np.testing.assert_allclose(found, vectors, atol=1e-5)


def test_only_new_sentences_are_computed(session, loaded, bank_sentences, embedded):
    session.sentences = bank_sentences[:4]
    embedded()
    before = dict(session.states)
    session.sentences = bank_sentences
    embedded()
    assert all(session.states[i] is vectors for i, vectors in before.items())


def test_identical_tokens_share_their_vectors(session, loaded, embedded):
    session.sentences = (Sentence("a b", ("a", "b")), Sentence("a  b", ("a", "b")))
    embedded()
    first, second = (session.states[s.id] for s in session.sentences)
    assert first is second


def test_removed_vectors_come_back_at_once(session, loaded, bank_sentences, embedded):
    session.sentences = bank_sentences
    embedded()
    old = session.states[bank_sentences[0].id]
    session.sentences = bank_sentences[1:]
    assert bank_sentences[0].id not in session.states
    session.sentences = bank_sentences
    assert session.states[bank_sentences[0].id] is old


def test_an_edited_sentence_never_shows_its_old_vectors(session, loaded, bank_sentences, embedded):
    session.sentences = bank_sentences
    embedded()
    edited = replace(bank_sentences[0], text="A bank", tokens=("A", "bank"), senses={})
    session.sentences = (edited, *bank_sentences[1:])
    assert edited.id not in session.states
    embedded()
    assert session.states[edited.id].shape == (3, 2, 24)


def test_many_sentences_come_in_batches(session, loaded, embedded):
    sizes = []
    session.events.states.connect(lambda states: sizes.append(len(states)))
    session.sentences = many(2 * AT_ONCE + 10)
    embedded()
    assert sizes == [AT_ONCE, 2 * AT_ONCE, 2 * AT_ONCE + 10]


def test_a_typed_sentence_does_not_wait_behind_an_import(session, loaded, qtbot):
    session.sentences = many(4 * AT_ONCE)
    typed = Sentence("Hello", ("Hello",))
    session.sentences = (*session.sentences, typed)
    n_with_it = []
    session.events.states.connect(
        lambda states: n_with_it.append(len(states)) if typed.id in states else None
    )
    qtbot.waitUntil(lambda: bool(n_with_it), timeout=WAIT_MS)
    assert n_with_it[0] < 4 * AT_ONCE


def test_cancel_keeps_what_is_done_and_resume_goes_on(session, loaded, embedded, runner, qtbot):
    embed = loaded[0]
    session.sentences = many(3 * AT_ONCE)
    qtbot.waitUntil(lambda: len(session.states) >= AT_ONCE, timeout=WAIT_MS)
    embed.cancel()
    done = len(session.states)
    qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT_MS)
    assert len(session.states) == done < 3 * AT_ONCE
    assert not session.jobs
    embed.resume()
    embedded()


def test_another_model_embeds_everything_anew(
    session, loaded, models, bank_sentences, embedded, deep_model_folder, qtbot
):
    session.sentences = bank_sentences
    embedded()
    with qtbot.waitSignal(models.changed, timeout=WAIT_MS):
        models.load(deep_model_folder)
    embedded()
    assert session.states[bank_sentences[0].id].shape[0] == 4


class FullMemory:
    """A device that holds few sentences at once: what no test machine has."""

    def __init__(self, bilm, most):
        self.bilm, self.most, self.device_name = bilm, most, "small GPU"

    def embed(self, sentences, batch_size=None, progress=None):
        if self.most is not None and (batch_size is None or batch_size > self.most):
            raise MemoryError("the device is full")
        return self.bilm.embed(sentences, batch_size=batch_size)

    def to(self, device):
        self.most, self.device_name = None, "CPU"
        return self


class OneModel(ModelController):
    """Has the biLM open that it is given."""

    def __init__(self, session, runner, bilm):
        super().__init__(session, runner)
        info = ModelInfo("small", ("en",), bilm.bilm.n_layers, bilm.bilm.dim, "small GPU")
        self._open[info.key] = LoadedModel(bilm, info, (), lambda *_: None)
        open_model(session, info)


def full_memory(session, runner, bilm, most=10):
    embed = EmbedController(session, runner, OneModel(session, runner, FullMemory(bilm, most)))
    session.sentences = many(30)
    return embed


def test_full_memory_asks_and_a_smaller_batch_goes_on(session, runner, make_bilm, embedded, qtbot):
    embed = full_memory(session, runner, make_bilm())
    qtbot.waitUntil(lambda: session.notice is not None, timeout=WAIT_MS)
    assert session.notice.kind == "memory"
    assert embed.memory_failures == 1
    embed.continue_with_batch(embed.suggested_batch)  # 16: still too many
    qtbot.waitUntil(lambda: embed.memory_failures == 2, timeout=WAIT_MS)
    embed.continue_with_batch(embed.suggested_batch)
    embedded()
    assert session.notice is None


def test_full_memory_goes_on_on_the_cpu(session, runner, make_bilm, embedded, qtbot):
    embed = full_memory(session, runner, make_bilm())
    qtbot.waitUntil(lambda: session.notice is not None, timeout=WAIT_MS)
    embed.continue_on_cpu()
    embedded()
    assert session.model.device == "CPU"


def test_full_memory_can_be_left_at_that(session, runner, make_bilm, qtbot):
    embed = full_memory(session, runner, make_bilm())
    qtbot.waitUntil(lambda: session.notice is not None, timeout=WAIT_MS)
    embed.stop()
    assert session.notice is None
    assert not runner.busy
    assert not session.states


def test_what_follows_changes_is_what_a_fresh_look_finds(session, loaded, embedded):
    session.sentences = many(3 * AT_ONCE)
    embedded()
    session.sentences = (*session.sentences, Sentence("one more", ("one", "more")))
    embedded()
    states = dict(session.states)
    fresh = SentenceVectors(session)
    fresh.put([(session.reader_key(s), s.tokens) for s in session.sentences], list(states.values()))
    fresh.refresh(())
    assert fresh.states.keys() == states.keys()
    assert all(fresh.states[i] is array for i, array in states.items())


def test_vectors_of_dropped_sentences_are_freed(session, loaded, embedded, monkeypatch):
    monkeypatch.setattr(sentence_vectors, "KEPT_BYTES", 0)
    session.sentences = many(20)
    embedded()
    references = [weakref.ref(array) for array in session.states.values()]
    session.sentences = ()
    assert not [reference for reference in references if reference() is not None]


def test_sentences_that_are_gone_keep_no_more_than_their_bound(session, loaded, embedded, monkeypatch):
    session.sentences = one, two = many(2)
    embedded()
    monkeypatch.setattr(sentence_vectors, "KEPT_BYTES", session.states[one.id].nbytes)
    old = session.states[two.id]
    session.sentences = ()
    session.sentences = (two,)
    assert session.states[two.id] is old
    session.sentences = (one, two)
    assert one.id not in session.states


def test_vectors_that_nobody_has_count_once(session):
    vectors, sentence = SentenceVectors(session), Sentence("a b", ("a", "b"))
    array = np.zeros((3, 2, 4), np.float32)
    vectors.put([("", sentence.tokens)], [array])
    for _ in range(2):
        vectors.follow((sentence,), (), ())
    assert vectors._unused_bytes == array.nbytes
