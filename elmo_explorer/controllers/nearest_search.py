"""Find a token's neighbours among the loaded tokens: a plain function of its request, and of what was found before."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.nearest_tokens import TokenMoments, TokenProducts, highest, products_with
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.random_pairs import RandomPairs
from elmo_explorer.session.nearest import NearestAsk, NearestTokens
from elmo_explorer.session.session import TokenRef
from elmo_explorer.workers.task import Task


@dataclass(frozen=True, eq=False)
class NearestRequest:
    """Everything the neighbours depend on."""

    loaded: LoadedTokens
    token: TokenRef
    """One of the loaded."""
    ask: NearestAsk
    layer: int | None
    weights: tuple[float, ...]
    """Of the mix, or 1 for one layer alone."""
    layer_norm: bool


@dataclass(frozen=True, eq=False)
class NearestSearch:
    """What no mix changes: a drag asks for nothing else."""

    loaded: LoadedTokens
    token: TokenRef
    products: TokenProducts
    pairs: RandomPairs
    layer_norm: bool
    """Of the pairs."""
    same_word: NDArray[np.bool_] | None
    """The tokens of the token's word in any case, (N,); None while nobody has asked."""


def find_nearest(
    request: NearestRequest, before: NearestSearch | None, task: Task
) -> tuple[NearestTokens, NearestSearch]:
    """The nearest tokens, and what the next search may take over.

    Raises:
        Cancelled: between its steps, when they are no longer wanted.
    """
    loaded, ask = request.loaded, request.ask
    search = _search(request, before, task)
    cosines = search.products.cosines(request.weights, request.layer_norm)
    if ask.words == "all" or search.same_word is None:
        allowed = np.ones(len(cosines), bool)
    else:
        allowed = search.same_word.copy() if ask.words == "same" else ~search.same_word
    allowed[search.products.row] = False
    task.check()
    rows = highest(cosines, ask.most, allowed)
    found = cosines[rows]
    found.flags.writeable = False
    nearest = NearestTokens(
        request.token,
        ask,
        request.layer,
        tuple(loaded.tokens.take(rows)),
        found,
        int(np.count_nonzero(allowed)),
        search.pairs.in_mix(request.weights),
    )
    return nearest, search


def _search(request: NearestRequest, before: NearestSearch | None, task: Task) -> NearestSearch:
    loaded, token = request.loaded, request.token
    same = before is not None and loaded.same_as(before.loaded)
    if before is not None and same and before.token == token:
        products, same_word = before.products, before.same_word
    else:
        products, same_word = _products(loaded, token, before, task), None
    if before is not None and same and before.layer_norm == request.layer_norm:
        pairs = before.pairs
    else:
        pairs = RandomPairs.of(loaded, request.layer_norm)
    if same_word is None and request.ask.words != "all":
        same_word = _same_word(loaded, products.row)
    return NearestSearch(loaded, token, products, pairs, request.layer_norm, same_word)


def _products(
    loaded: LoadedTokens, token: TokenRef, before: NearestSearch | None, task: Task
) -> TokenProducts:
    """The products with all tokens; of those that were there before only what is not known."""
    row = int(loaded.rows((token,))[0])
    query = loaded.states(np.array([row]))[:, 0]
    if before is None or not loaded.goes_on_from(before.loaded):
        moments = TokenMoments.of(loaded.arrays, task.check)
        return TokenProducts(moments, row, products_with(loaded.arrays, query, task.check))
    old = before.products
    new = loaded.arrays[len(before.loaded.arrays) :]
    moments = old.moments.followed_by(TokenMoments.of(new, task.check)) if new else old.moments
    if before.token != token:
        return TokenProducts(moments, row, products_with(loaded.arrays, query, task.check))
    more = products_with(new, query, task.check)
    return TokenProducts(moments, row, np.concatenate([old.products, more], axis=2))


def _same_word(loaded: LoadedTokens, row: int) -> NDArray[np.bool_]:
    """The tokens that are spelt like one of them, in any case, (N,)."""
    types: set[str] = set().union(*loaded.words)
    folded = loaded.words_of(np.array([row]))[0].casefold()
    forms = {word for word in types if word.casefold() == folded}
    is_same = map(forms.__contains__, chain.from_iterable(loaded.words))
    return np.fromiter(is_same, bool, len(loaded.tokens))
