from dataclasses import replace

import numpy as np
import pytest
import torch

from elmo_explorer import BiLM
from elmo_explorer.analysis.similarity import random_pair_baseline
from elmo_explorer.bilm.output_layer import OutputLayer
from elmo_explorer.controllers.embed_controller import EmbedController
from elmo_explorer.controllers.minimal_pair_controller import MinimalPairController
from elmo_explorer.controllers.model_controller import ModelController
from elmo_explorer.controllers.pair_reading import one_word_apart
from elmo_explorer.controllers.word_askers import WordAskers
from elmo_explorer.session.history import History
from elmo_explorer.session.session import Mix, Sentence, TokenRef

WAIT_MS = 60_000
WORDS = ("<S>", "</S>", "<UNK>", "the", "of", "bank", "river", "boat", "city", "old", "wide")


@pytest.fixture(scope="session")
def speaking_folder(tmp_path_factory, make_bilm):
    """A random model with an output layer."""
    folder = tmp_path_factory.mktemp("speaking") / "speaking"
    silent = make_bilm(name="speaking", languages=("en",))
    torch.manual_seed(1)
    BiLM(silent.options, silent.network, silent.facts, OutputLayer(len(WORDS), 12), WORDS, "cpu").save(folder)
    return folder


@pytest.fixture
def speaking(session, runner, speaking_folder, qtbot):
    models = ModelController(session, runner)
    with qtbot.waitSignal(models.changed, timeout=WAIT_MS):
        models.load(speaking_folder)
    return models


@pytest.fixture
def history(session):
    return History(session)


@pytest.fixture
def controller(session, runner, speaking, history):
    made = MinimalPairController(session, runner, speaking, WordAskers(speaking), history)
    made.visible = True
    return made


def sentence(text, **others):
    return Sentence(text, tuple(text.split()), **others)


@pytest.fixture
def alone(session):
    session.sentences = (sentence("the boat of the wide river"),)
    return session.sentences[0]


def at_rest(controller, qtbot):
    qtbot.waitUntil(lambda: not controller.pending, timeout=WAIT_MS)
    return controller._session.minimal_pair


def cosine_distance(a, b):
    a, b = a.astype(np.float64), b.astype(np.float64)
    return 1 - a @ b / np.sqrt((a @ a) * (b @ b))


def test_alone_there_is_nothing_to_compare_with_but_words_are_offered(controller, alone, qtbot):
    pair = at_rest(controller, qtbot)
    assert pair.a is alone
    assert pair.b is None
    assert pair.read is None
    offered = pair.suggestions(5)
    assert offered
    assert "river" not in offered
    assert not set(offered) & set(WORDS[:3])


def test_the_states_of_a_varied_word_against_plain_arithmetic(controller, alone, session, speaking, qtbot):
    at_rest(controller, qtbot)
    controller.vary(alone.id, 4, "old")
    pair = at_rest(controller, qtbot)
    assert session.sentences == (alone,)
    assert pair.b.text == "the boat of the old river"
    assert pair.read.changed == (4,)
    a, b = (speaking.bilm.embed([tokens])[0] for tokens in (alone.tokens, pair.b.tokens))
    half = a.shape[2] // 2
    for d, part in enumerate((slice(half), slice(half, None))):
        for layer in range(len(a)):
            expected = [cosine_distance(x[part], y[part]) for x, y in zip(a[layer], b[layer], strict=True)]
            np.testing.assert_allclose(pair.read.apart[d, layer], expected, atol=1e-5)


def test_before_the_change_forward_states_are_the_same_to_the_last_bit(
    controller, alone, session, speaking, qtbot
):
    """Even where the sentence in view was read in a batch before, and the model remembers nothing of it."""
    speaking.bilm.embed([alone.tokens, ("of", "bank"), ("the",)] * 3)
    speaking.bilm.forget()
    controller.vary(alone.id, 2, "old")
    read = at_rest(controller, qtbot).read
    half = read.states_a.shape[2] // 2
    forward_a, forward_b = read.states_a[..., :half], read.states_b[..., :half]
    backward_a, backward_b = read.states_a[..., half:], read.states_b[..., half:]
    np.testing.assert_array_equal(forward_a[:, :2], forward_b[:, :2])
    np.testing.assert_array_equal(backward_a[:, 3:], backward_b[:, 3:])
    assert (read.apart[0, :, :2] == 0).all()
    assert (read.apart[0, 1:, 2:] > 0).all()
    assert (read.apart[1, :, 3:] == 0).all()
    assert (read.apart[1, 1:, :3] > 0).all()
    assert np.flatnonzero(read.apart[0, 0]).tolist() == [2]  # a word vector knows no context
    np.testing.assert_array_equal(read.behind_change("forward"), read.apart[0, :, 3:])
    np.testing.assert_array_equal(read.behind_change("backward"), read.apart[1, :, 1::-1])


def test_predictions_change_behind_it_forward_and_before_it_backward(controller, alone, qtbot):
    controller.vary(alone.id, 2, "old")
    pair = at_rest(controller, qtbot)
    places = {
        d: sorted(s.column for s in pair.read.shifts if s.direction == d) for d in ("forward", "backward")
    }
    assert places == {"forward": [3, 4, 5, 6], "backward": [-1, 0, 1]}
    moved = [shift.moved for shift in pair.read.shifts]
    assert moved == sorted(moved, reverse=True)
    for shift in pair.read.shifts:
        changes = [abs(word.after - word.before) for word in shift.words]
        assert changes == sorted(changes, reverse=True)
        assert sum(changes) / 2 <= shift.moved + 1e-5
    end = next(s for s in pair.read.shifts if s.column == 6)
    of_end = {w.word: w.probability for w in pair.expected.places[-1].forward.likely}
    for word in end.words:
        assert of_end[word.word] == pytest.approx(word.before, rel=1e-4)
    # The changed word's own place: the same guess, another word.
    for one, other in ((pair.expected.places[3], pair.read.expected.places[3]),):
        first = [w.word for w in other.forward.likely]
        assert [w.word for w in one.forward.likely][: len(first)] == first
        assert one.forward.bits != other.forward.bits


def test_a_loaded_sentence_is_found_and_a_wish_goes_before_it(controller, session, qtbot):
    texts = (
        "the boat of the river",
        "the boat of the city",
        "the bank of the river",
        "the river",
        "a boat of a city",
    )
    session.sentences = tuple(map(sentence, texts))
    first = session.sentences[0]
    pair = at_rest(controller, qtbot)
    assert [(other.index, other.word) for other in pair.others] == [(4, "city"), (1, "bank")]
    assert pair.found
    assert pair.b is session.sentences[1]
    controller.compare_with(first.id, session.sentences[2].id)
    pair = at_rest(controller, qtbot)
    assert not pair.found
    assert pair.read.changed == (1,)
    controller.forget(first.id)
    assert at_rest(controller, qtbot).b is session.sentences[1]


def test_only_visible_sentences_of_the_same_model_are_found():
    a = sentence("the boat")
    others = (
        a,
        sentence("the boat"),
        sentence("the bank", hidden=True),
        sentence("the 河", language="zh"),
        sentence("the river"),
        sentence("the river"),
    )
    found = list(one_word_apart(a, others, {"en"}, lambda: None))
    assert [(other.sentence_id, other.word) for other in found] == [(others[4].id, "river")]


def test_a_typed_sentence_may_differ_in_more(controller, alone, qtbot):
    controller.type_other(alone.id, "  the boats of a wide   old river ")
    qtbot.waitUntil(
        lambda: (
            controller._session.minimal_pair is not None and controller._session.minimal_pair.b is not None
        ),
        timeout=WAIT_MS,
    )
    read = at_rest(controller, qtbot).read
    assert read.b == ("the", "boats", "of", "a", "wide", "old", "river")
    assert [(read.columns[k].a, read.columns[k].b) for k in read.changed] == [(1, 1), (3, 3), (None, 5)]
    assert np.isnan(read.apart[:, :, read.changed[2]]).all()
    assert all(shift.column != read.changed[2] for shift in read.shifts)


def test_the_second_sentence_is_added_and_undo_takes_it_back(controller, alone, session, history, qtbot):
    controller.vary(alone.id, 4, "old")
    made = at_rest(controller, qtbot).b
    controller.add_to_sentences()
    assert session.sentences == (alone, made)
    read = session.minimal_pair.read
    assert at_rest(controller, qtbot).read is read  # nothing is read again
    controller.add_to_sentences()
    assert session.sentences == (alone, made)
    history.undo()
    assert session.sentences == (alone,)
    assert at_rest(controller, qtbot).b == made


def test_every_sentence_keeps_what_it_was_compared_with(controller, session, qtbot):
    session.sentences = one, other = sentence("the boat of the river"), sentence("the old bank")
    controller.vary(one.id, 1, "bank")
    at_rest(controller, qtbot)
    session.selection = frozenset({TokenRef(other.id, 0)})
    assert at_rest(controller, qtbot).b is None
    session.selection = frozenset({TokenRef(one.id, 0)})
    assert at_rest(controller, qtbot).b.tokens[1] == "bank"
    session.sentences = (replace(one, text="the old river", tokens=("the", "old", "river")), other)
    assert len(at_rest(controller, qtbot).read.changed) == 3


def test_the_newest_wish_wins(controller, alone, session, qtbot):
    at_rest(controller, qtbot)
    seen = []
    session.events.minimal_pair.connect(lambda new, old: seen.append(new.b.tokens[4]))
    for word in ("old", "of", "city", "bank"):
        controller.vary(alone.id, 4, word)
        controller._start()
    at_rest(controller, qtbot)
    assert seen == ["bank"]


def test_nothing_is_computed_while_nobody_looks(controller, alone, session, runner, qtbot):
    at_rest(controller, qtbot)
    controller.visible = False
    assert session.minimal_pair is None
    controller.vary(alone.id, 4, "old")
    qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT_MS)
    assert session.minimal_pair is None
    assert not controller.pending
    controller.visible = True
    assert at_rest(controller, qtbot).b.tokens[4] == "old"


def test_without_an_output_layer_the_states_are_compared(session, runner, models, history, qtbot):
    made = MinimalPairController(session, runner, models, WordAskers(models), history)
    made.visible = True
    session.sentences = (sentence("the boat of the river"),)
    made.vary(session.sentences[0].id, 1, "bank")
    pair = at_rest(made, qtbot)
    assert pair.expected is None
    assert pair.suggestions(1) == ()
    assert pair.read.shifts == ()
    assert pair.read.apart[0, 1, 1] > 0


def test_two_models_cannot_be_compared(session, runner, two_models, history, qtbot):
    models = ModelController(session, runner)
    for name in ("en", "zh"):
        with qtbot.waitSignal(models.changed, timeout=WAIT_MS):
            models.load(two_models / name)
    made = MinimalPairController(session, runner, models, WordAskers(models), history)
    made.visible = True
    session.sentences = one, other = sentence("the bank"), sentence("那 银行", language="zh")
    session.selection = frozenset({TokenRef(one.id, 0)})
    made.compare_with(one.id, other.id)
    pair = at_rest(made, qtbot)
    assert pair.read is None
    assert "“en”" in pair.fault
    assert "“zh”" in pair.fault


def test_the_word_whose_shift_is_shown(controller, alone, qtbot):
    controller.vary(alone.id, 4, "old")
    read = at_rest(controller, qtbot).read
    assert read.focus_column([5]) == 5
    assert read.focus_column([4, 1]) == 1
    assert read.focus_column([4]) == 0
    assert read.focus_column([]) == 0


def test_the_baselines_are_those_of_random_pairs(session, runner, speaking, controller, qtbot):
    embed = EmbedController(session, runner, speaking)
    assert embed is not None
    session.sentences = (sentence("one two three four five six seven eight nine ten eleven"),)
    qtbot.waitUntil(lambda: len(session.states) == 1, timeout=WAIT_MS)
    session.mix = Mix((0.2, 0.3, 0.5))
    qtbot.waitUntil(lambda: session.pair_baselines is not None, timeout=WAIT_MS)
    at_rest(controller, qtbot)
    states, words = next(iter(session.states.values())), session.sentences[0].tokens
    found = session.pair_baselines
    np.testing.assert_allclose(found.layers, [random_pair_baseline(layer, words) for layer in states])
    half = states.shape[2] // 2
    np.testing.assert_allclose(found.halves[1], [random_pair_baseline(h[:, half:], words) for h in states])
    mixed = 0.2 * states[0] + 0.3 * states[1] + 0.5 * states[2]
    assert found.mix == pytest.approx(random_pair_baseline(mixed, words), rel=1e-4)
    session.sentences = (sentence("too few words"),)
    qtbot.waitUntil(lambda: np.isnan(session.pair_baselines.mix), timeout=WAIT_MS)
