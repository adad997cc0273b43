"""The sentence that a figure carries says how it was made, and no word that was typed where that is not wished."""

from dataclasses import replace

import numpy as np

from elmo_explorer import __version__
from elmo_explorer.session.methods import methods_sentence
from elmo_explorer.session.saved_session import SavedModel, SavedSession
from elmo_explorer.session.session import Mix, Points, SemanticAxis, Sentence, TokenRef, View

TOKENS = tuple(TokenRef(k, i) for k in range(2) for i in range(3))
POINTS = Points(TOKENS, np.zeros((6, 2), np.float32), None, "pca", None, (0.5, 0.25), True)
SAVED = SavedSession(
    sentences=tuple(Sentence(k, "a b c", ("a", "b", "c")) for k in range(2)),
    mix=Mix((0.2, 0.3, 0.5), gamma=1.5, layer_norm=True),
    points=POINTS,
    models=(SavedModel("en", "ab" * 32, ("en",), 3, 256),),
    shown=0,
    seed=7,
)


def test_it_names_model_weights_projection_and_version() -> None:
    said = methods_sentence(SAVED)
    for part in (
        "PCA (50.0 % and 25.0 % of the variance) of 6 tokens of 2 sentences",
        f"the biLM en (3 layers of 256, SHA-256 {'ab' * 32})",
        "s0 = 0.2000, s1 = 0.3000, s2 = 0.5000, γ = 1.5, layer normalisation",
        f"ELMo Explorer {__version__}.",
    ):
        assert part in said
    assert said.count(". ") == said.count("al. "), "one sentence"


def test_it_names_parameters_and_seed_of_a_layout_and_the_layer() -> None:
    umap = replace(SAVED, points=replace(POINTS, method="umap"), view=View("umap", layer=1, half="forward"))
    assert "UMAP (5 neighbours, minimum distance 0.1, cosine, seed 7)" in methods_sentence(umap)
    assert "layer 1 (forward half)" in methods_sentence(umap)
    tsne = replace(SAVED, points=replace(POINTS, method="tsne"))
    assert "t-SNE (perplexity 1.67, cosine, seed 7)" in methods_sentence(tsne)
    assert methods_sentence(SAVED, "language_model").startswith("View “language model”; ELMo vectors")
    assert methods_sentence(SavedSession()).endswith(".")


def test_typed_words_are_left_out_where_that_is_wished() -> None:
    axis = SemanticAxis(("he",), ("she",))
    saved = replace(SAVED, points=replace(POINTS, method="axis", axes=(axis,), explained=None))
    assert "he" in methods_sentence(saved).split("of 6 tokens")[0].split()[-1] or "he" in methods_sentence(
        saved
    )
    assert "projection on the semantic axis of 6 tokens" in methods_sentence(saved, words=False)
