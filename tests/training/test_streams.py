"""The text as contiguous streams."""

from itertools import pairwise

import numpy as np
import pytest
import torch

from elmo_explorer.training.corpus import Sentences
from elmo_explorer.training.streams import Streams

N_TYPES = 50
BEGIN, END = N_TYPES, N_TYPES + 1


@pytest.fixture
def sentences() -> Sentences:
    rng = np.random.default_rng(0)
    lengths = rng.integers(1, 9, size=60)
    ids = rng.integers(0, N_TYPES, size=int(lengths.sum())).astype(np.uint32)
    return Sentences(ids, np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64))


def _rows(sentences: Sentences, backward: bool) -> list[list[int]]:
    rows = [[BEGIN, *sentences.ids[first:last].tolist(), END] for first, last in pairwise(sentences.starts)]
    return [row[::-1] for row in rows] if backward else rows


@pytest.mark.parametrize("backward", [False, True])
def test_windows_laid_end_to_end_are_the_text(sentences: Sentences, backward: bool) -> None:
    streams = Streams(sentences, N_TYPES, window=7, n_streams=3)
    windows = [streams.window(k) for k in range(streams.windows_per_pass)]
    sides = [window.backward if backward else window.forward for window in windows]
    for before, after in pairwise(sides):
        assert torch.equal(before[-1], after[0])  # what is predicted last is read first
    read = torch.cat([side[:-1] for side in sides]).t().tolist()  # by stream
    text = [word for row in _rows(sentences, backward) for word in row]
    circle = text + text
    offset = next(k for k in range(len(text)) if circle[k : k + len(read[0])] == read[0])
    piece = len(text) // 3
    for stream, words in enumerate(read):
        start = (offset + stream * piece) % len(text)
        assert words == circle[start : start + len(words)]


def test_processes_read_their_own_streams_of_the_whole(sentences: Sentences) -> None:
    whole = Streams(sentences, N_TYPES, window=6, n_streams=4, fresh=0.5)
    parts = [
        Streams(sentences, N_TYPES, window=6, n_streams=4, fresh=0.5, chosen=range(k, k + 2)) for k in (0, 2)
    ]
    for number in (0, 3, whole.windows_per_pass + 1):
        together = [part.window(number) for part in parts]
        expected = whole.window(number)
        assert torch.equal(torch.cat([w.forward for w in together], dim=1), expected.forward)
        assert torch.equal(torch.cat([w.backward for w in together], dim=1), expected.backward)
        assert torch.equal(torch.cat([w.keep for w in together], dim=1), expected.keep)
        assert sum(w.n_tokens for w in together) == expected.n_tokens


def test_a_pass_begins_elsewhere_than_the_one_before(sentences: Sentences) -> None:
    streams = Streams(sentences, N_TYPES, window=6, n_streams=2)
    first, second = streams.window(0), streams.window(streams.windows_per_pass)
    assert streams.begins_pass(0)
    assert streams.begins_pass(streams.windows_per_pass)
    assert not streams.begins_pass(1)
    assert not torch.equal(first.forward, second.forward)


@pytest.mark.parametrize(("fresh", "low", "high"), [(0.0, 0, 0), (1.0, 1, 1), (0.5, 0.2, 0.8)])
def test_fresh_sentences_are_read_from_zero_states(
    sentences: Sentences, fresh: float, low: float, high: float
) -> None:
    streams = Streams(sentences, N_TYPES, window=6, n_streams=2, fresh=fresh)
    begun = reset = 0
    for number in range(streams.windows_per_pass):
        window = streams.window(number)
        begins = window.forward[:-1] == BEGIN
        assert torch.equal(begins, window.backward[:-1] == END)
        assert bool((window.keep[~begins] == 1).all())
        begun += int(begins.sum())
        reset += int((window.keep == 0).sum())
    assert low * begun <= reset <= high * begun


def test_a_text_that_is_too_short_says_what_would_help(sentences: Sentences) -> None:
    with pytest.raises(ValueError, match="take fewer streams, a shorter window or more text"):
        Streams(sentences, N_TYPES, window=100, n_streams=64)
