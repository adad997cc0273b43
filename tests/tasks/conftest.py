"""Small files of our own, and a biLM by hand whose layers know different things."""

import numpy as np
import pytest


class LayersByHand:
    """Layer 0 knows the word, layer 1 what kind of word it is, layer 2 whether the sentence has "river" in it."""

    name = "by hand"
    n_layers = 3
    dim = 8

    def __init__(self):
        self.n_read = 0

    def embed(self, sentences):
        self.n_read += len(sentences)
        result = []
        for tokens in sentences:
            layers = np.zeros((3, len(tokens), self.dim), np.float32)
            for k, token in enumerate(tokens):
                layers[0, k] = np.random.default_rng(sum(map(ord, token))).normal(size=self.dim)
                layers[1, k, len(token) % self.dim] = 1
                layers[2, k] = 1 if "river" in tokens else -1
            result.append(layers)
        return result


@pytest.fixture
def bilm():
    return LayersByHand()


@pytest.fixture
def write(tmp_path):
    """Writes a file of lines into the test's folder."""

    def writes(name, text, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return writes


@pytest.fixture
def conllu():
    """Makes CoNLL-U of sentences of (word, part of speech)."""

    def makes(*sentences):
        return "\n".join(
            "# text\n"
            + "".join(
                f"{k}\t{word}\t{word}\t{tag}\t_\t_\t0\troot\t_\t_\n"
                for k, (word, tag) in enumerate(words, start=1)
            )
            for words in sentences
        )

    return makes
