"""What is read, when, and what is kept; with a real biLM of random weights."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from elmo_explorer import BiLM
from elmo_explorer.bilm.output_layer import OutputLayer
from elmo_explorer.controllers.embed_controller import EmbedController
from elmo_explorer.controllers.focus_controller import FocusController
from elmo_explorer.controllers.influence_anchors import anchors
from elmo_explorer.controllers.influence_baselines import InfluenceBaselines
from elmo_explorer.controllers.influence_controller import InfluenceController, variant_of
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.model_controller import ModelController
from elmo_explorer.controllers.random_pairs import RandomPairs
from elmo_explorer.controllers.word_askers import WordAskers
from elmo_explorer.session.influence import InfluenceAsk, InfluenceLook, followed_token
from elmo_explorer.session.session import Focus, Points, Sentence, TokenRef

WAIT_MS = 60_000
WORDS = ("<S>", "</S>", "<UNK>", "the", "bank", "river", "boat")


@pytest.fixture
def influence(session, runner, models):
    made = InfluenceController(session, runner, models, WordAskers(models))
    made.visible = True
    return made


@pytest.fixture
def sentence(session):
    made = Sentence("the boat left the bank", ("the", "boat", "left", "the", "bank"))
    session.sentences = (made, Sentence("alone", ("alone",)))
    return made


def read(session, controller, qtbot):
    qtbot.waitUntil(lambda: not controller.pending, timeout=WAIT_MS)
    return session.influence


def test_the_selected_word_is_followed(session, influence, sentence, qtbot):
    session.selection = frozenset({TokenRef(sentence.id, 2)})
    found = read(session, influence, qtbot)
    assert found.token == TokenRef(sentence.id, 2)
    assert found.replacements == (None,) * 5
    assert found.places == [0, 1, 3, 4]
    assert [found.variant(k) for k in range(-1, 6)] == [-1, 0, 1, -1, 2, 3, -1]
    assert not found.after.flags.writeable


def test_a_typed_word_stands_in_every_place_and_without_one_a_neutral_word(
    session, influence, sentence, qtbot
):
    session.selection = frozenset({TokenRef(sentence.id, 4)})
    session.influence_ask = InfluenceAsk("word")
    assert set(read(session, influence, qtbot).replacements) == {"something"}
    session.influence_ask = InfluenceAsk("word", "tree")
    assert set(read(session, influence, qtbot).replacements) == {"tree"}
    chinese = Sentence("潮水退了", ("潮水", "退", "了"), language="zh")
    session.sentences = (*session.sentences, chinese)
    session.selection = frozenset({TokenRef(chinese.id, 0)})
    session.influence_ask = InfluenceAsk("word")
    assert set(read(session, influence, qtbot).replacements) == {"某"}


def test_a_model_without_output_layer_puts_the_neutral_word(session, influence, sentence, qtbot):
    session.selection = frozenset({TokenRef(sentence.id, 4)})
    session.influence_ask = InfluenceAsk("likely")
    found = read(session, influence, qtbot)
    assert found.how == "word"
    assert set(found.replacements) == {"something"}


def test_the_likely_words_are_the_models_own(session, runner, qtbot, make_bilm, tmp_path):
    silent = make_bilm(name="speaking", languages=())
    torch.manual_seed(1)
    layer = OutputLayer(len(WORDS), 12)
    BiLM(silent.options, silent.network, silent.facts, layer, WORDS, "cpu").save(tmp_path / "speaking")
    models = ModelController(session, runner)
    with qtbot.waitSignal(models.changed, timeout=WAIT_MS):
        models.load(tmp_path / "speaking")
    controller = InfluenceController(session, runner, models, WordAskers(models))
    controller.visible = True
    sentence = Sentence("the boat left", ("the", "boat", "left"))
    session.sentences = (sentence,)
    session.selection = frozenset({TokenRef(sentence.id, 2)})
    session.influence_ask = InfluenceAsk("likely")
    found = read(session, controller, qtbot)
    assert found.how == "likely"
    assert all(word in WORDS[3:] for word in found.replacements)
    assert found.replacements[0] != "the"


def test_the_newest_question_wins(session, influence, sentence, qtbot):
    seen = []
    session.events.influence.connect(lambda found: seen.append(None if found is None else found.token.index))
    for index in range(5):
        session.selection = frozenset({TokenRef(sentence.id, index)})
        influence._start()
    read(session, influence, qtbot)
    assert seen == [4]


def test_nothing_is_read_unseen_alone_or_without_a_word(session, influence, sentence, qtbot):
    assert read(session, influence, qtbot) is None  # no focus word
    session.selection = frozenset({TokenRef(session.sentences[1].id, 0)})
    assert read(session, influence, qtbot) is None  # one word
    session.selection = frozenset({TokenRef(sentence.id, 0)})
    assert read(session, influence, qtbot) is not None
    session.influence_look = InfluenceLook(pinned=2)
    influence.visible = False
    assert session.influence is None
    assert session.influence_look == InfluenceLook()
    session.selection = frozenset({TokenRef(sentence.id, 1)})
    assert not influence.pending


def test_an_edited_sentence_is_read_again_and_the_mix_is_not(session, influence, sentence, qtbot):
    session.selection = frozenset({TokenRef(sentence.id, 0)})
    before = read(session, influence, qtbot)
    session.mix = replace(session.mix, weights=(0.1, 0.2, 0.7))
    assert read(session, influence, qtbot) is before
    edited = replace(sentence, text="the boat sank", tokens=("the", "boat", "sank"))
    session.sentences = (edited, session.sentences[1])
    assert read(session, influence, qtbot).tokens == edited.tokens


def test_a_long_sentence_tells_how_far_it_is(session, influence, qtbot):
    tokens = tuple(f"word{k}" for k in range(150))
    session.sentences = (Sentence(" ".join(tokens), tokens),)
    told = []
    influence.progressed.connect(lambda done, total: told.append((done, total)))
    session.selection = frozenset({TokenRef(session.sentences[0].id, 75)})
    found = read(session, influence, qtbot)
    assert found.after.shape[1] == 149
    assert told[-1] == (149, 149)


def test_which_word_is_followed(session):
    made = Sentence("a b c a", ("a", "b", "c", "a"))
    session.sentences = (made,)
    refs = [TokenRef(made.id, k) for k in range(4)]
    assert followed_token(session, made) is None
    session.selection = frozenset(refs)  # the whole sentence says nothing of a word
    assert followed_token(session, made) is None
    session.occurrences = (refs[0], refs[3])
    assert followed_token(session, made) == refs[0]
    session.selection = frozenset({refs[2], refs[3]})
    assert followed_token(session, made) == refs[3]
    session.selection = frozenset({refs[1]})
    assert followed_token(session, made) == refs[1]
    session.occurrences = ()
    session.selection = frozenset({refs[1], refs[2]})
    assert followed_token(session, made) == refs[1]


def test_a_variant_is_a_sentence_of_its_own(session, influence, sentence, qtbot):
    labelled = replace(sentence, senses={4: "river", 1: "ship"})
    session.sentences = (labelled,)
    session.selection = frozenset({TokenRef(sentence.id, 4)})
    found = read(session, influence, qtbot)
    made = variant_of(labelled, found, 2)
    assert made.id != sentence.id
    assert (made.text, made.tokens) == ("the boat the bank", ("the", "boat", "the", "bank"))
    assert dict(made.senses) == {1: "ship", 3: "river"}
    with pytest.raises(ValueError, match="no variant"):
        variant_of(labelled, found, 4)


def test_baselines_are_those_of_the_other_tabs(session, runner, loaded, bank_sentences, embedded, qtbot):
    models = loaded[0]._models
    influence = InfluenceController(session, runner, models, WordAskers(models))
    baselines = InfluenceBaselines(session, runner)
    session.sentences = bank_sentences
    session.focus = Focus("bank")
    embedded()
    assert session.influence_baselines is None
    influence.visible = True
    qtbot.waitUntil(lambda: session.influence_baselines is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not baselines.pending, timeout=WAIT_MS)
    for weights, layer_norm in (((0.2, 0.2, 0.6), False), ((0.6, 0.2, 0.2), True)):
        session.mix = replace(session.mix, weights=weights, layer_norm=layer_norm)
        qtbot.waitUntil(lambda: not baselines.pending, timeout=WAIT_MS)
        pairs = RandomPairs.of(LoadedTokens.of(session), layer_norm)
        found = session.influence_baselines
        assert found.mix == pytest.approx(pairs.in_mix(weights))
        assert found.layers == pytest.approx(tuple(pairs.in_layers()))
    influence.visible = False
    qtbot.waitUntil(lambda: session.influence_baselines is None, timeout=WAIT_MS)
    assert isinstance(loaded[0], EmbedController)
    assert isinstance(loaded[1], FocusController)


def test_anchors_of_an_unmoved_vector_are_its_own_token(
    session, loaded, influence, sentence, embedded, qtbot
):
    embedded()
    session.selection = frozenset({TokenRef(sentence.id, 0)})
    session.influence_ask = InfluenceAsk("word", "boat")
    found = read(session, influence, qtbot)
    tokens = LoadedTokens.of(session)
    points = Points(tokens.tokens, np.zeros((6, 2), np.float32), None, "umap", None, None, True)
    made = anchors(found, points, tokens.states(np.arange(6)), (1 / 3, 1 / 3, 1 / 3), False)
    assert made.rows.shape == (4, 6)
    still = found.variant(1)  # “boat” for “boat”
    assert made.rows[still, made.weights[still].argmax()] == 0
    np.testing.assert_allclose(made.weights.sum(axis=1), 1, atol=1e-5)
