"""The vectors of words without a sentence: layer 0, which the characters alone make."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from elmo_explorer.bilm.characters import BOS, EOS, character_ids
from elmo_explorer.bilm.embedder import BiLM
from elmo_explorer.bilm.output_layer import UNKNOWN

Floats = NDArray[np.float32]
_AT_ONCE = 256
"""Words that go through the convolutions together: 15 ms on two cores; of fewer, each takes longer."""
_MARKS = frozenset((BOS, EOS, UNKNOWN))
_FORMAT = b"elmo-explorer word types 1"


def vocabulary_types(bilm: BiLM) -> tuple[str, ...]:
    """The words of the output vocabulary, without the marks for boundaries and unknown words; empty without one."""
    return tuple(dict.fromkeys(word for word in bilm.vocabulary if word not in _MARKS))


def in_vocabulary(bilm: BiLM, word: str) -> bool | None:
    """Whether the output layer has a probability for a word; None where there is no output vocabulary."""
    return word not in _MARKS and word in bilm.vocabulary if bilm.vocabulary else None


def encode_words(bilm: BiLM, words: Sequence[str]) -> Floats:
    """The vectors of some words, as either half of layer 0 of :meth:`BiLM.embed` has them.

    They are not put into the biLM's own cache, which is for the words of sentences.

    Returns:
        (n, projection_dim).
    """
    ids = torch.from_numpy(character_ids(words, bilm.options.max_characters)).to(bilm.device)
    # TF32 would round the convolutions to three digits on recent NVIDIA devices.
    with torch.inference_mode(), torch.backends.cudnn.flags(allow_tf32=False):
        vectors: Floats = bilm.network.char_encoder(ids).float().cpu().numpy()
    return vectors


def types_checksum(bilm: BiLM, words: Sequence[str]) -> str:
    """SHA-256 of all that the words' vectors depend on, 64 hexadecimal digits: the encoder's weights and shape, the words.

    Of what is in memory, since a file may be another one by now than that which was read.
    """
    made = hashlib.sha256(_FORMAT)
    made.update(repr((bilm.options.activation, bilm.options.filters, bilm.options.max_characters)).encode())
    for name, weight in bilm.network.char_encoder.state_dict().items():
        made.update(f"\0{name} {tuple(weight.shape)} {weight.dtype}\0".encode())
        made.update(weight.float().cpu().contiguous().numpy().data)
    made.update("\0".join(words).encode(errors="replace"))
    return made.hexdigest()


class TypeEncoder:
    """Encodes many words a slice at a time, those of like length together: the convolutions then read little padding."""

    def __init__(self, bilm: BiLM, words: Sequence[str], checksum: str = "") -> None:
        self.bilm = bilm
        self.words = tuple(words)
        self.checksum = checksum
        lengths = [len(word.encode(errors="replace")) for word in self.words]
        self._order = np.argsort(lengths, kind="stable")
        self._vectors = np.empty((len(self.words), bilm.options.projection_dim), np.float32)
        self.n_done = 0

    @property
    def done(self) -> bool:
        """Whether every word has its vector."""
        return self.n_done == len(self.words)

    def advance(self, seconds: float) -> int:
        """Go on for about so long; at least a few words are encoded.

        Returns:
            How many words have their vectors now.
        """
        began = time.perf_counter()
        while not self.done:
            rows = self._order[self.n_done : self.n_done + _AT_ONCE]
            self._vectors[rows] = encode_words(self.bilm, [self.words[row] for row in rows.tolist()])
            self.n_done += len(rows)
            if time.perf_counter() - began >= seconds:
                break
        return self.n_done

    @property
    def vectors(self) -> Floats:
        """In the order of the words, (n, projection_dim); whole once it is done."""
        return self._vectors
