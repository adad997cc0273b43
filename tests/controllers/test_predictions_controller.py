import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest
import torch

from elmo_explorer import BiLM
from elmo_explorer.bilm.next_words import NextWords
from elmo_explorer.bilm.output_layer import OutputLayer
from elmo_explorer.controllers.model_controller import ModelController
from elmo_explorer.controllers.predictions_controller import PredictionsController
from elmo_explorer.controllers.read_ahead import ReadAhead
from elmo_explorer.controllers.text_controller import TextController
from elmo_explorer.controllers.type_ahead import TypeAhead
from elmo_explorer.controllers.word_askers import WordAskers
from elmo_explorer.session.history import History
from elmo_explorer.session.session import Sentence, TokenRef

WAIT_MS = 60_000
WORDS = (
    "<S>",
    "</S>",
    "<UNK>",
    "the",
    ".",
    "of",
    "bank",
    "river",
    "boat",
    "banker",
    "raised",
    "潮水",
    "知道",
)


@pytest.fixture(scope="session")
def speaking_folder(tmp_path_factory, make_bilm):
    """A random model with an output layer."""
    folder = tmp_path_factory.mktemp("speaking") / "speaking"
    silent = make_bilm(name="speaking", languages=())
    torch.manual_seed(1)
    layer = OutputLayer(len(WORDS), 12)
    with torch.no_grad():
        layer.bias[1] = -9.0  # the end is never the likeliest
    BiLM(silent.options, silent.network, silent.facts, layer, WORDS, "cpu").save(folder)
    return folder


@pytest.fixture
def speaking(session, runner, speaking_folder, qtbot):
    models = ModelController(session, runner)
    with qtbot.waitSignal(models.changed, timeout=WAIT_MS):
        models.load(speaking_folder)
    return models


@pytest.fixture
def controller(session, runner, speaking):
    made = PredictionsController(session, runner, speaking, WordAskers(speaking))
    made.visible = True
    return made


@pytest.fixture
def two(session):
    first = Sentence("the boat of the river", ("the", "boat", "of", "the", "river"))
    second = Sentence("the zebra .", ("the", "zebra", "."))
    session.sentences = (first, second)
    return first, second


def told(session, qtbot, sentence):
    qtbot.waitUntil(
        lambda: (
            session.predictions is not None
            and (session.predictions.sentence_id, session.predictions.tokens)
            == (sentence.id, sentence.tokens)
        ),
        timeout=WAIT_MS,
    )
    return session.predictions


def test_a_model_that_was_closed_is_not_kept_by_who_still_asks_it(speaking, model_folder, qtbot):
    askers = WordAskers(speaking)
    (key,) = speaking._open
    bilm = speaking.bilm_of(key)
    with qtbot.waitSignal(speaking.changed, timeout=WAIT_MS):
        speaking.load(model_folder)
    speaking.close_model(key)
    assert isinstance(askers.of(key, bilm), NextWords)
    assert not askers._made


def at_rest(runner, qtbot, controller):
    qtbot.waitUntil(lambda: not controller._soon.isActive() and not runner.busy, timeout=WAIT_MS)


def test_every_place_is_told(session, controller, two, speaking, qtbot):
    found = told(session, qtbot, two[0])
    wanted = NextWords(speaking.bilm).expect(two[0].tokens)
    assert [place.word for place in found.places] == ["<BOS>", *two[0].tokens, "<EOS>"]
    for k, place in enumerate(found.places):
        for expected, at, numbers in (
            (place.forward, k - 1, wanted.forward),
            (place.backward, k, wanted.backward),
            (place.both, k - 1, wanted.both),
        ):
            if expected is not None:
                assert expected.rank == numbers.ranks[at]
                assert expected.bits == pytest.approx(-np.log2(numbers.true[at]), rel=1e-5)
                assert [w.probability for w in expected.likely] == pytest.approx(
                    numbers.probabilities[at].tolist()
                )
    assert found.places[0].forward is None
    assert found.places[-1].backward is None
    assert found.places[0].both is None
    mean = -np.log(wanted.forward.true.astype(float)).mean()
    assert found.forward_perplexity == pytest.approx(np.exp(mean), rel=1e-4)


def test_a_word_outside_the_vocabulary_has_no_figures_and_counts_not(session, controller, two, qtbot):
    session.selection = frozenset({TokenRef(two[1].id, 0)})
    found = told(session, qtbot, two[1])
    zebra = found.places[2]
    assert not zebra.known
    assert zebra.forward.rank == 0
    assert np.isnan(zebra.forward.bits)
    assert found.unknown == ("zebra",)
    bits = [place.backward.bits for place in found.places[:-1] if place.known]
    assert found.backward_perplexity == pytest.approx(2 ** np.mean(bits))


def test_they_follow_the_selection(session, controller, two, qtbot):
    told(session, qtbot, two[0])
    session.selection = frozenset({TokenRef(two[1].id, 0)})
    told(session, qtbot, two[1])


def test_without_a_selection_they_follow_the_pointer(session, controller, two, qtbot):
    session.hovered = TokenRef(two[1].id, 1)
    told(session, qtbot, two[1])
    session.hovered = None
    told(session, qtbot, two[0])


def test_the_newest_wish_wins(session, controller, two, runner, qtbot):
    seen = []
    session.events.predictions.connect(lambda new, old: seen.append(new.sentence_id if new else 0))
    for token in (
        TokenRef(two[0].id, 0),
        TokenRef(two[1].id, 0),
        TokenRef(two[0].id, 1),
        TokenRef(two[1].id, 2),
    ):
        session.selection = frozenset({token})
        controller._start()
    at_rest(runner, qtbot, controller)
    assert seen == [two[1].id]


def test_nothing_is_computed_while_nobody_looks(session, controller, two, runner, qtbot):
    told(session, qtbot, two[0])
    controller.visible = False
    session.selection = frozenset({TokenRef(two[1].id, 0)})
    at_rest(runner, qtbot, controller)
    assert session.predictions.sentence_id == two[0].id
    controller.visible = True
    told(session, qtbot, two[1])


def test_an_edited_sentence_is_told_anew_and_undo_too(session, controller, two, runner, qtbot):
    history = History(session)
    text = TextController(session, runner, history)
    told(session, qtbot, two[0])
    text.replace_word(two[0].id, 1, "bank")
    assert session.sentences[0].text == "the bank of the river"
    assert history.undo_name == "“boat” → “bank”"
    told(session, qtbot, session.sentences[0])
    history.undo()
    assert session.sentences[0] == two[0]
    told(session, qtbot, two[0])


def test_without_sentences_there_are_none(session, controller, two, qtbot):
    told(session, qtbot, two[0])
    session.sentences = ()
    qtbot.waitUntil(lambda: session.predictions is None, timeout=WAIT_MS)


def test_a_model_without_an_output_layer_tells_nothing(
    session, controller, two, speaking, model_folder, qtbot
):
    told(session, qtbot, two[0])
    with qtbot.waitSignal(speaking.changed, timeout=WAIT_MS):
        speaking.load(model_folder)
    qtbot.waitUntil(lambda: session.predictions is None, timeout=WAIT_MS)


def test_a_closed_model_is_let_go_while_nobody_looks(
    session, controller, two, speaking, model_folder, runner, qtbot
):
    told(session, qtbot, two[0])
    controller.visible = False
    key, closed = session.model.key, weakref.ref(speaking.bilm)
    with qtbot.waitSignal(speaking.changed, timeout=WAIT_MS):
        speaking.load(model_folder)
    speaking.close_model(key)
    at_rest(runner, qtbot, controller)
    gc.collect()
    assert closed() is None
    controller.visible = True
    qtbot.waitUntil(lambda: session.predictions is None, timeout=WAIT_MS)


def test_a_model_may_be_closed_while_another_is_asked_for_the_first_time(session, runner, speaking):
    """As when the biLM's thread prepares one while the main thread looks which are closed."""
    bilm = speaking.bilm

    class Busy(ModelController):
        def bilm_of(self, key):
            askers.of("new", bilm)
            return None if key == "closed" else bilm

    models = Busy(session, runner)
    askers = WordAskers(models)
    closed = askers.of("closed", bilm)
    models.changed.emit()
    assert askers.of("new", bilm) is askers.of("new", bilm)
    assert askers.of("closed", bilm) is not closed


def test_the_models_own_words_of_a_chinese_sentence(session, controller, qtbot):
    spaced = Sentence("潮水 退了 就 知道", ("潮水", "退了", "就", "知道"), "zh", spaced=True)
    session.sentences = (spaced,)
    assert told(session, qtbot, spaced).own_words == ("潮水", "退", "了", "就", "知道")


# While typing


@pytest.fixture
def typing(session, runner, speaking):
    """(what hears the field, the type-ahead)."""
    from elmo_explorer.controllers.embed_controller import EmbedController

    text = TextController(session, runner, History(session))
    ahead = ReadAhead(text, EmbedController(session, runner, speaking))
    offers = TypeAhead(session, runner, WordAskers(speaking))
    ahead.tokenised.connect(offers.tokenised)

    def typed(what):
        offers.typed(what)
        ahead.typed(what)

    return typed, offers, ahead


def offered(session, qtbot, text):
    qtbot.waitUntil(
        lambda: session.next_words is not None and session.next_words.typed == text, timeout=WAIT_MS
    )
    return session.next_words


def test_the_forward_models_next_words_are_offered(session, typing, speaking, qtbot):
    typing[0]("the bank of")
    offer = offered(session, qtbot, "the bank of")
    expected = NextWords(speaking.bilm).after(["the", "bank", "of"])
    assert [(w.word, w.probability) for w in offer.words] == expected
    assert offer.with_word("river") == "the bank of river"
    assert offer.with_word(".") == "the bank of."


def test_an_unfinished_word_is_completed(session, typing, qtbot):
    typing[0]("the boat of the ba")
    offer = offered(session, qtbot, "the boat of the ba")
    assert sorted(w.word for w in offer.words) == ["bank", "banker"]
    assert offer.with_word("bank") == "the boat of the bank"


def test_a_finished_unknown_word_is_followed(session, typing, qtbot):
    typing[0]("the ba ")
    assert offered(session, qtbot, "the ba").replaces == 0


def test_chinese_words_stand_together_unless_they_are_typed_apart(session, typing, qtbot):
    typing[0]("我知道")
    assert offered(session, qtbot, "我知道").with_word("潮水") == "我知道潮水"
    typing[0]("潮水 退了 就")
    assert offered(session, qtbot, "潮水 退了 就").with_word("知道") == "潮水 退了 就 知道"


def test_the_newest_text_wins(session, typing, runner, qtbot):
    seen = []
    session.events.next_words.connect(lambda new, old: seen.append(new.typed))
    for text in ("the", "the bank", "the bank of"):
        typing[0](text)
    offered(session, qtbot, "the bank of")
    assert seen == ["the bank of"]


def test_an_emptied_field_is_offered_nothing(session, typing, qtbot):
    typing[0]("the bank")
    offered(session, qtbot, "the bank")
    typing[0]("")
    assert session.next_words is None


def test_a_model_that_never_learned_the_language_offers_nothing(session, typing, speaking, runner, qtbot):
    session.models = tuple(replace(model, languages=("zh",)) for model in session.models)
    typing[0]("the bank")
    qtbot.waitUntil(lambda: not typing[2].pending and not runner.busy, timeout=WAIT_MS)
    assert session.next_words is None


def test_it_can_be_turned_off(session, typing, runner, qtbot):
    typed, offers, ahead = typing
    typed("the bank")
    offered(session, qtbot, "the bank")
    offers.enabled = False
    assert session.next_words is None
    typed("the bank of")
    qtbot.waitUntil(lambda: not ahead.pending and not runner.busy, timeout=WAIT_MS)
    assert session.next_words is None


def test_text_of_another_field_is_not_answered(session, typing, runner, qtbot):
    ahead = typing[2]
    ahead.typed("the bank")  # over a row of the list
    qtbot.waitUntil(lambda: not ahead.pending and not runner.busy, timeout=WAIT_MS)
    assert session.next_words is None
