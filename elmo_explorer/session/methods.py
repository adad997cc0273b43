"""How a figure was made, as a paper's methods section would say it."""

from __future__ import annotations

from elmo_explorer.session.axis_text import axis_name
from elmo_explorer.session.saved_session import SavedSession
from elmo_explorer.session.session import Points
from elmo_explorer.version import __version__

_HALVES = {"both": "", "forward": " (forward half)", "backward": " (backward half)"}


def methods_sentence(saved: SavedSession, view: str = "projection", words: bool = True) -> str:
    """Model and checksum, weights, projection with parameters and seed, version; in English, as papers are.

    Args:
        saved: what the figure was drawn from.
        view: what of it.
        words: whether words that were typed, an axis's seeds, may be in it.
    """
    model, points = saved.model, saved.points
    parts = []
    if view == "projection" and points is not None:
        parts.append(_projection(saved, points, words))
    else:
        parts.append(f"View “{view.replace('_', ' ')}”")
    vectors = "ELMo vectors (Peters et al. 2018)"
    if model is not None:
        checksum = f", SHA-256 {model.checksum}" if model.checksum else ""
        vectors += f" of the biLM {model.name} ({model.n_layers} layers of {model.dim}{checksum})"
    parts.append(f"{vectors}, {_layers(saved)}{_HALVES[saved.view.half]}")
    parts.append(f"drawn with ELMo Explorer {__version__}")
    return "; ".join(parts) + "."


def _layers(saved: SavedSession) -> str:
    if saved.view.layer is not None:
        return f"layer {saved.view.layer}"
    weights = ", ".join(f"s{k} = {weight:.4f}" for k, weight in enumerate(saved.mix.weights))
    norm = ", layer normalisation before the sum" if saved.mix.layer_norm else ""
    return f"weighted sum of the layers with {weights}, γ = {saved.mix.gamma:.4g}{norm}"


def _projection(saved: SavedSession, points: Points, words: bool) -> str:
    n = len(points.tokens)
    n_sentences = len({token.sentence_id for token in points.tokens})
    what = f"{n:,} tokens of {n_sentences:,} sentences"
    return f"{_method(saved, points, n, words)} of {what}"


def _method(saved: SavedSession, points: Points, n: int, words: bool) -> str:
    match points.method:
        case "pca":
            shares = ""
            if points.explained is not None:
                shares = f" ({100 * points.explained[0]:.1f} % and {100 * points.explained[1]:.1f} % of the variance)"
            return f"PCA{shares}"
        case "umap":
            from elmo_explorer.analysis.umap_layout import n_neighbours

            return f"UMAP ({n_neighbours(n)} neighbours, minimum distance 0.1, cosine, seed {saved.seed})"
        case "tsne":
            from elmo_explorer.analysis.tsne_layout import perplexity

            return f"t-SNE (perplexity {perplexity(n):.3g}, cosine, seed {saved.seed})"
        case "axis":
            names = " and ".join(axis_name(axis, saved.sentences) for axis in points.axes)
            of = f" {names}" if words else ""
            return f"projection on the semantic {'axes' if len(points.axes) > 1 else 'axis'}{of}"
