"""``elmo-explorer embed``: by one process, or by those of torchrun."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from elmo_explorer.bilm.errors import OutOfMemoryError

if TYPE_CHECKING:
    from elmo_explorer.bilm.embedder import BiLM
    from elmo_explorer.embed_file import EmbedRequest
    from elmo_explorer.embed_ranks import EmbedRanks


def main_embed(args: argparse.Namespace) -> int:
    """Embed a text file.

    Raises:
        ValueError: the arguments do not fit each other, a file or model is missing, or the memory does not suffice.
        OSError: a file cannot be read or written.
    """
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        return _embed_share(args)
    _check(args)
    from elmo_explorer.embed_file import count_lines

    n_sentences = count_lines(args.input)
    bilm = _model(args, args.device)
    _write(bilm, _request(args), n_sentences, f"{bilm.name} on {bilm.device_name}")
    return 0


def _embed_share(args: argparse.Namespace) -> int:
    """One process of several: its share of the lines; the first one makes one file of all."""
    from elmo_explorer.embed_ranks import RankLostError, join_embed_ranks, leave_embed_ranks, remove_parts

    ranks = join_embed_ranks()
    written = False
    try:
        status = _embed_together(args, ranks)
        written = True
        return status
    except KeyboardInterrupt:
        if ranks.is_first:
            raise
        return 130  # one says it for all
    except RankLostError:
        if ranks.is_first:
            raise
        return 1
    finally:
        # Where the run fails every process tidies up: the first may be killed before it can.
        if ranks.is_first or not written:
            remove_parts(args.output)
        leave_embed_ranks()


def _embed_together(args: argparse.Namespace, ranks: EmbedRanks) -> int:
    from elmo_explorer.embed_file import Share
    from elmo_explorer.embed_ranks import join_parts, part_file, rank_device, share_of

    bilm: BiLM | None = None
    error = ""
    try:
        if args.stateful:
            raise ValueError(
                "--stateful reads the text as one long run, which several processes cannot share: leave it out, "
                "or run without torchrun."
            )
        _check(args)
        bilm = _model(args, rank_device(args.device))
    except (ValueError, OSError) as problem:
        error = str(problem)
    first = ranks.first_error(error)
    if first is not None:
        if first[0] == ranks.rank:
            print(f"elmo-explorer: {error}", file=sys.stderr, flush=True)
        with contextlib.suppress(ValueError):
            ranks.gather(0)  # torchrun ends the others as soon as one has left
        return 1
    assert bilm is not None
    share = share_of(args.input, ranks)
    request = replace(_request(args), output=part_file(args.output, ranks.rank), share=share)
    place = f"{bilm.name} on {bilm.device_name}, process {ranks.rank + 1} of {ranks.count}"
    _write(bilm, request, share.n_lines, place, silent=not ranks.is_first)
    n_lines = ranks.gather(share.n_lines)  # everybody's share is written
    if ranks.is_first:
        parts = [
            (part_file(args.output, rank), Share(0, 0, sum(n_lines[:rank]), n_lines[rank]))
            for rank in range(ranks.count)
        ]
        _show(join_parts(parts, args.output), sum(n_lines), "joining the shares", silent=False)
    ranks.gather(1)  # nobody takes its share away before it was copied
    return 0


def _check(args: argparse.Namespace) -> None:
    if (args.options is None) != (args.weights is None) or (
        args.options is not None and args.model is not None
    ):
        raise ValueError("embed needs either --model, or both --options and --weights.")
    if not args.input.is_file():
        raise ValueError(f"There is no text file at {args.input}.")
    if not args.output.absolute().parent.is_dir():
        raise ValueError(
            f"{args.output} cannot be written: there is no folder {args.output.absolute().parent}."
        )
    if args.output.is_dir() or (args.output.exists() and args.output.samefile(args.input)):
        raise ValueError(f"{args.output} should be a file of its own for the vectors.")


def _model(args: argparse.Namespace, device: str) -> BiLM:
    from elmo_explorer.bilm.embedder import BiLM

    if args.options is not None:
        return BiLM.load(options=args.options, weights=args.weights, device=device, precision=args.precision)
    return BiLM.load(args.model or "en", device=device, precision=args.precision)


def _request(args: argparse.Namespace) -> EmbedRequest:
    from elmo_explorer.embed_file import EmbedRequest

    return EmbedRequest(args.input, args.output, args.layers, args.tokenized, args.stateful, args.batch_size)


def _write(bilm: BiLM, request: EmbedRequest, n_sentences: int, place: str, silent: bool = False) -> None:
    from elmo_explorer.embed_file import embed_file

    try:
        _show(embed_file(bilm, request), n_sentences, place, silent)
    except OutOfMemoryError as error:
        raise ValueError(f"{error} {with_less_memory(error.batch_size, bilm.device.type)}") from error


def _show(steps: Iterator[int], n_sentences: int, what: str, silent: bool) -> None:
    """Go through the steps, which say how many sentences are done, with a progress bar."""
    from tqdm import tqdm

    with tqdm(total=n_sentences, unit=" sentences", desc=what, disable=silent) as bar:
        for done in steps:
            bar.update(done - bar.n)


def with_less_memory(batch_size: int, device: str) -> str:
    """What helps where a batch did not fit."""
    ways = [f"--batch-size {batch_size // 2}"] if batch_size > 1 else []
    ways += ["--device cpu"] if device != "cpu" else []
    return f"Try {' or '.join(ways)}." if ways else "Cut the longest line into several."
