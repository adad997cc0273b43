"""The published English ELMos: their names, addresses and sizes (allenai/bilm-tf, allennlp.org/elmo)."""

from __future__ import annotations

import os
from dataclasses import dataclass

BASE = "https://s3-us-west-2.amazonaws.com/allennlp/models/elmo"
BASE_VARIABLE = "ELMO_EXPLORER_MODELS_URL"
"""The environment variable that names another place with the same files, such as a mirror."""


@dataclass(frozen=True)
class PublishedModel:
    """One of the published models."""

    name: str
    """What it is called here."""
    shape: str
    """The part of its file names that tells its shape."""
    cell_dim: int
    projection_dim: int
    n_bytes: int
    """About the size of both files."""
    text: str
    """What it was trained on."""

    @property
    def short_name(self) -> str:
        """Its name without ``elmo-``."""
        return self.name.removeprefix("elmo-")

    def addresses(self, base: str) -> tuple[str, str]:
        """The addresses of options and weights below ``base``."""
        stem = f"{base.rstrip('/')}/{self.shape}/elmo_{self.shape}"
        return f"{stem}_options.json", f"{stem}_weights.hdf5"


NEWS = "1 Billion Word Benchmark, 800 million tokens of news"

PUBLISHED = (
    PublishedModel("elmo-small", "2x1024_128_2048cnn_1xhighway", 1024, 128, 54_400_000, NEWS),
    PublishedModel("elmo-medium", "2x2048_256_2048cnn_1xhighway", 2048, 256, 112_000_000, NEWS),
    PublishedModel("elmo-original", "2x4096_512_2048cnn_2xhighway", 4096, 512, 374_434_792, NEWS),
    PublishedModel(
        "elmo-original-5.5B",
        "2x4096_512_2048cnn_2xhighway_5.5B",
        4096,
        512,
        374_434_792,
        "5.5 billion tokens of Wikipedia and news",
    ),
)


def find_published(name: str) -> PublishedModel:
    """A published model by its name, with or without ``elmo-``.

    Raises:
        ValueError: there is none of that name; the sentence lists those there are.
    """
    for model in PUBLISHED:
        if name.casefold() in (model.name.casefold(), model.short_name.casefold()):
            return model
    names = ", ".join(model.short_name for model in PUBLISHED)
    raise ValueError(f"There is no published model {name!r} to download: give one of {names}.")


def default_base() -> str:
    """Where the files are: the published place, or what the environment names instead."""
    return os.environ.get(BASE_VARIABLE, "").strip() or BASE


def published_table() -> str:
    """What is to be had, as text."""
    width = max(len(model.short_name) for model in PUBLISHED)
    return "\n".join(
        f"{model.short_name:{width}}  {model.n_bytes / 1e6:4.0f} MB  2 layers, {model.cell_dim} cells, "
        f"projection {model.projection_dim}; {model.text}"
        for model in PUBLISHED
    )
