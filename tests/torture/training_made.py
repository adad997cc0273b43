"""A training run that is over in no time, or never."""

from __future__ import annotations

from pathlib import Path

CONFIG = """
name = "mine"
language = "en"
output = "run"
[[text]]
path = "text.txt"
[model]
filters = [[1, 4], [2, 4]]
projection_dim = 8
cell_dim = 8
n_layers = 1
n_highway = 1
[training]
tokens = {tokens}
streams = 4
vocabulary = 50
"""


def training_made(folder: Path, tokens: int) -> Path:
    """Write a config and its text into a folder; returns the config."""
    folder.mkdir(parents=True, exist_ok=True)
    config, text = folder / "config.toml", folder / "text.txt"
    if not config.exists():
        lines = (f"The bank number {n % 97} was by the river that day .\n" for n in range(4000))
        text.write_text("\n".join(lines), encoding="utf-8")
        config.write_text(CONFIG.format(tokens=tokens), encoding="utf-8")
    return config
