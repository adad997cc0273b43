"""A training run's weights -> a model folder that BiLM.load opens, with its card and its config."""

from __future__ import annotations

from pathlib import Path

import torch

from elmo_explorer.bilm.checkpoint import ModelFacts, write_model
from elmo_explorer.training.curve import read_curve
from elmo_explorer.training.curve_picture import curve_picture
from elmo_explorer.training.trainer import Trainer

ON_THE_WAY_TOKENS = 20_000
"""Held-out tokens behind the perplexity of a run that is not finished."""


def export_model(trainer: Trainer, folder: Path, finished: bool) -> tuple[float, float] | None:
    """Write the present weights as a model folder: fp16 weights (the output layer in int8), vocabulary, card, config and curve.

    Args:
        trainer: the run.
        folder: where the model goes; what stood there is replaced when the new one is whole.
        finished: measure perplexity on all held-out text, not on a sample.

    Returns:
        The held-out perplexity, forward and backward; None where no text was held out.
    """
    perplexity: tuple[float, float] | None = None
    if trainer.corpus.held_out.n_tokens:
        perplexity = trainer.perplexity(None if finished else ON_THE_WAY_TOKENS)
    config = trainer.config
    curve = read_curve(config.output)
    picture = curve_picture(curve)
    more_files = {"training.toml": config.source_toml, "curve.csv": curve}
    if picture is not None:
        more_files["curve.svg"] = picture
    facts = ModelFacts(
        name=config.name,
        languages=(config.language,),
        tokens_seen=trainer.progress.tokens,
        forward_perplexity=perplexity[0] if perplexity else None,
        backward_perplexity=perplexity[1] if perplexity else None,
    )
    write_model(
        folder,
        config.model,
        trainer.network,
        facts,
        output_layer=trainer.output_layer,
        vocabulary=trainer.vocabulary,
        card=model_card(trainer, perplexity, finished, picture is not None),
        more_files=more_files,
        dtype=torch.float16,
        int8_output=True,
    )
    return perplexity


def model_card(
    trainer: Trainer, perplexity: tuple[float, float] | None, finished: bool, pictured: bool
) -> str:
    """The card in Markdown: text and licences, recipe, tokens seen, perplexity."""
    config, shape, progress = trainer.config, trainer.config.model, trainer.progress
    n_parameters = sum(p.numel() for p in trainer.language_model.parameters())
    lines = [
        f"# {config.name}",
        "",
        "A bidirectional LSTM language model with character convolutions (ELMo, Peters et al. 2018), trained with ELMo Explorer.",
        "",
        "| | |",
        "|---|---|",
        f"| language | {config.language} |",
        f"| LSTM | {shape.n_layers} layers each way, {shape.cell_dim} cells, projection {shape.projection_dim} |",
        f"| characters | {', '.join(f'{count} filters of width {width}' for width, count in shape.filters)}; "
        f"{shape.n_highway} highway layer(s) |",
        f"| output layer | {len(trainer.vocabulary):,} words, shared by both directions |",
        f"| parameters | {n_parameters / 1e6:.1f} million, in half precision; the output layer in int8, a scale for each word |",
        f"| tokens seen | {progress.tokens:,} (the text has {trainer.corpus.train.n_tokens:,} to train on) |",
        "",
        "## Text",
        "",
        "| text | licence |",
        "|---|---|",
        *(
            f"| {source.title or source.path.name} | {source.licence or 'not stated'} |"
            for source in config.sources
        ),
        "",
        f"The last {100 * config.held_out:g} % of each file's documents were never trained on."
        if config.held_out
        else "All of it was trained on.",
        "",
        "## Perplexity",
        "",
    ]
    if perplexity is None:
        lines.append("No text was held out, so it was not measured.")
    else:
        held_out = trainer.corpus.held_out.n_tokens
        sample = f"{held_out:,}" if finished else f"a sample of about {min(ON_THE_WAY_TOKENS, held_out):,}"
        lines += [
            f"Full softmax, per token with sentence boundaries, on {sample} held-out tokens; every sentence starts from "
            f"zero states. {trainer.unknown_share():.1%} of them are outside the output vocabulary and count as `<UNK>`.",
            "",
            "| forward | backward |",
            "|---|---|",
            f"| {perplexity[0]:.1f} | {perplexity[1]:.1f} |",
        ]
    if pictured:
        lines += ["", "![Held-out perplexity over the tokens read](curve.svg)"]
    if config.notes:
        lines += ["", config.notes.strip()]
    lines += [
        "",
        "## Recipe",
        "",
        f"Contiguous streams, {config.streams * trainer.ranks.count} side by side, windows of {config.window} words, states "
        f"carried from window to window; {config.fresh_sentences:.0%} of the sentences are read from zero states. "
        f"Both directions jointly, sampled softmax ({config.samples:,} log-uniform samples a window, shared by both "
        f"directions), Adam with learning rate {config.learning_rate:g} ({config.warmup_steps} warm-up steps, linear decay "
        f"over the last {config.decay_share:.0%}), {config.accumulate} window{'s' if config.accumulate > 1 else ''} "
        f"of each stream a step, dropout {config.dropout:g}, {'bfloat16 autocast' if config.bfloat16 else 'float32'}, "
        f"{progress.step:,} steps, {progress.tokens / max(1.0, progress.seconds):,.0f} tokens/s. "
        "The whole config stands beside this card in `training.toml`, the curve in `curve.csv`.",
        "",
    ]
    return "\n".join(lines)
