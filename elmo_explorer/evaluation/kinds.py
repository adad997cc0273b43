"""What ``elmo-explorer evaluate`` can measure: one module for each kind, each with ``add_parser`` and ``main``."""

from __future__ import annotations

import argparse

from elmo_explorer.evaluation import anisotropy, minimal_pairs, perplexity, senses, wic, wsd

MODULES = (perplexity, minimal_pairs, senses, wic, wsd, anisotropy)
"""In the order of the help. None imports torch before its ``main`` runs."""


def add_kinds(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add every kind's command line; each sets ``main``, which takes the parsed arguments and gives the exit status."""
    for module in MODULES:
        module.add_parser(kinds)
