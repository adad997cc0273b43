"""Characters -> word vector: convolutions, max-pool, highway layers, projection (Kim et al. 2016; Peters et al. 2018)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from elmo_explorer.bilm.characters import N_CHARACTERS, PADDING
from elmo_explorer.bilm.highway import Highway
from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.bilm.prepared_matrix import linear


class CharEncoder(nn.Module):
    """The context-free vector of a word, from its spelling alone."""

    def __init__(self, options: ModelOptions) -> None:
        super().__init__()
        self.embedding = nn.Parameter(torch.empty(N_CHARACTERS, options.character_dim).uniform_(-1, 1))
        self.convolutions = nn.ModuleList(
            nn.Conv1d(options.character_dim, count, width) for width, count in options.filters
        )
        self.tanh = options.activation == "tanh"
        self.highways = nn.ModuleList(Highway(options.n_filters) for _ in range(options.n_highway))
        # bilm-tf projects only where the numbers differ.
        self.projection = (
            nn.Linear(options.n_filters, options.projection_dim)
            if options.n_filters != options.projection_dim
            else None
        )
        self.max_width = max(width for width, _ in options.filters)
        self.max_characters = options.max_characters

    def forward(self, ids: Tensor) -> Tensor:
        """Encode words.

        Args:
            ids: character ids, (n_words, max_characters), int64.

        Returns:
            (n_words, projection_dim).
        """
        ids = ids[:, : self._needed(ids)]
        characters = F.embedding(ids, self.embedding)  # (n_words, n_characters, character_dim)
        pooled = torch.cat([_strongest(characters, layer) for layer in self.convolutions], dim=1)
        x = (
            torch.tanh(pooled) if self.tanh else torch.relu(pooled)
        )  # both rise, so they may follow the maximum
        for highway in self.highways:
            x = highway(x)
        return x if self.projection is None else linear(x, self.projection.weight, self.projection.bias)

    def _needed(self, ids: Tensor) -> int:
        """Characters that can change the maximum: the longest word and one whole window of padding behind it.

        Every later window sees padding alone, as that one does, so the result is that of all characters.
        """
        used = (ids != PADDING).any(dim=0).nonzero()
        longest = int(used[-1]) + 1 if len(used) else 0
        return min(ids.shape[1], longest + self.max_width)


def _strongest(characters: Tensor, convolution: nn.Module) -> Tensor:
    """The largest answer of each filter along the word, (n_words, n_filters).

    The convolution is one matrix product over the windows laid side by side: a fraction of the time that
    torch's own takes for so few channels, above all on the way back.
    """
    assert isinstance(convolution, nn.Conv1d)
    count, _, width = convolution.weight.shape
    n_places = characters.shape[1] - width + 1
    windows = torch.cat([characters[:, k : k + n_places] for k in range(width)], dim=2)
    weight = convolution.weight.transpose(1, 2).reshape(count, -1)  # (n_filters, width * character_dim)
    answers = linear(windows, weight, convolution.bias)  # (n_words, n_places, n_filters)
    return answers.max(dim=1).values if torch.is_grad_enabled() else answers.amax(dim=1)
