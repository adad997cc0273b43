import numpy as np

from elmo_explorer.controllers.compare_controller import CompareController
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.random_pairs import RandomPairs
from elmo_explorer.session.session import Focus

WAIT_MS = 60_000


def test_the_baseline_is_of_the_loaded_tokens_whatever_the_focus_word(
    session, runner, loaded, bank_sentences, embedded, qtbot
):
    compare = CompareController(session, runner)
    session.sentences = bank_sentences
    embedded()
    pairs = RandomPairs.of(LoadedTokens.of(session), layer_norm=False)
    for word in ("bank", "the"):
        session.focus = Focus(word)
        qtbot.waitUntil(
            lambda: (
                session.comparison is not None
                and set(session.comparison.tokens) == set(session.occurrences)
                and not runner.busy
            ),
            timeout=WAIT_MS,
        )
        np.testing.assert_allclose(session.comparison.baseline, pairs.in_layers(), atol=1e-6)
        assert abs(session.comparison.mix_baseline - pairs.in_mix(session.mix.weights)) < 1e-6
    assert compare.visible  # it was there all the while


def test_too_few_words_have_no_baseline(session, loaded, bank_sentences, embedded):
    session.sentences = bank_sentences[:1]
    embedded()
    pairs = RandomPairs.of(LoadedTokens.of(session), layer_norm=True)
    assert np.isnan(pairs.in_layers()).all()
    assert np.isnan(pairs.in_mix((0.2, 0.3, 0.5)))
