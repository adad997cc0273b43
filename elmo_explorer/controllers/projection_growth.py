"""A linear picture that takes in new tokens without a new fit."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from elmo_explorer.analysis.mixing import normalised
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.projection_fit import ProjectionFit

FEW = 1000
"""So many new tokens are projected on the main thread: it takes a millisecond."""


def grown(fit: ProjectionFit | None, loaded: LoadedTokens) -> ProjectionFit | None:
    """The same plane for the tokens it has and the few behind them, which alone are projected.

    Args:
        fit: the picture so far.
        loaded: the tokens there are now.

    Returns:
        None where the picture is no linear one, or the tokens are not those it has and a few more.
    """
    if fit is None or fit.layout is not None:
        return None
    n_before = fit.layer_xy.shape[1]
    if not 0 < len(loaded.tokens) - n_before <= FEW or not loaded.goes_on_from(fit.request.loaded):
        return None
    new = [
        fit.view.project(normalised(chunk) if fit.request.layer_norm else chunk)
        for chunk in loaded.chunks(n_before)
    ]
    layer_xy = np.concatenate([fit.layer_xy, *new], axis=1)
    layer_xy.flags.writeable = False
    request = replace(fit.request, loaded=loaded, started=time.perf_counter())
    return replace(fit, request=request, layer_xy=layer_xy)
