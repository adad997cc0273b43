"""The command ``elmo-explorer evaluate senses``: are a word's senses told apart?"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from elmo_explorer.evaluation.layer_choice import choose_layers, sentence
from elmo_explorer.evaluation.report import (
    add_common_arguments,
    check_arguments,
    load_model,
    write_json,
)
from elmo_explorer.evaluation.sense_report import evaluate_senses, part_of, table
from elmo_explorer.evaluation.targets import Embeds
from elmo_explorer.examples import examples_for, read_example

EXAMPLES = "examples"
"""Stands for the bundled examples where a file of labelled rows is asked for."""
SOURCE = "the sense of the nearest neighbour by cosine, leave one out, as Peters et al. (2018, 5.3) take a word's sense"


class Reads(Embeds, Protocol):
    """What is asked of a biLM here."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Those it was trained on, such as ``("en",)``."""
        ...


def add_parser(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command line of ``evaluate senses``."""
    parser = kinds.add_parser(
        "senses",
        help="are a word's senses told apart?",
        description="Leave-one-out accuracy of the nearest neighbour's sense, layer by layer, beside a bag of words.",
    )
    parser.add_argument(
        "file",
        metavar="FILE.tsv",
        nargs="?",
        type=Path,
        help="columns word, sense, sentence (tokens joined by single spaces), target_index or index, counted from 0 "
        "(default: the bundled examples)",
    )
    parser.add_argument(
        "--train",
        metavar="FILE.tsv",
        help="take the neighbours from here instead of leaving one out; examples: from the bundled ones",
    )
    parser.add_argument(
        "--language",
        choices=("en", "zh"),
        help="whose bundled examples are meant (default: the model's language)",
    )
    add_common_arguments(parser)
    parser.set_defaults(main=main)


def main(args: argparse.Namespace, load: Callable[[argparse.Namespace], Reads] = load_model) -> int:
    """Run ``evaluate senses``: print the tables, write the JSON.

    Args:
        args: out of :func:`add_parser`; without ``file`` the bundled examples are evaluated, without ``train`` one is
            left out.
        load: opens the model, after the files were read.

    Returns:
        The exit status: 0.

    Raises:
        ValueError: a file is not a table of senses (the message names the line and the fault), or there are no examples
            in the model's language.
    """
    check_arguments(args)
    from_file = None if args.file is None else read_example(args.file)
    train_file = None if args.train in (None, EXAMPLES) else Path(args.train)
    from_train_file = None if train_file is None else read_example(train_file)
    bilm = load(args)
    language = args.language or bilm.languages[0]
    examples = examples_for(language)
    if not examples and (from_file is None or args.train == EXAMPLES):
        raise ValueError(f"There are no bundled examples in the language {language!r}: give a FILE.tsv.")
    bundled = [row for example in examples for row in read_example(example.path)]
    labelled = bundled if args.train == EXAMPLES else from_train_file

    report = evaluate_senses(bilm, bundled if from_file is None else from_file, labelled)
    parts = {"Sense of the nearest neighbour": report}
    held_out = [example.focus for example in examples if example.held_out]
    tuned = [example.focus for example in examples if not example.held_out]
    if from_file is None and held_out and tuned:
        parts["Example sets written after training (held out)"] = part_of(report, held_out)
        parts["Example sets written before training"] = part_of(report, tuned)
    choices = [choose_layers(part, len(part.views) - 2) for part in parts.values()]
    for (title, part), choice in zip(parts.items(), choices, strict=True):
        print(table(part, f"{title}, {args.model}"))
        print("" if choice is None else f"\n{sentence(choice)}\n")
    source = f"{args.file.name if args.file is not None else f'the bundled examples ({language})'}; {SOURCE}"
    print(f"source: {source}")
    record = {
        "train": args.train,
        "reports": [
            {
                "title": title,
                **dataclasses.asdict(part),
                "layer_choice": None if choice is None else dataclasses.asdict(choice),
            }
            for (title, part), choice in zip(parts.items(), choices, strict=True)
        ],
    }
    files = [file for file in (args.file, train_file) if file is not None]
    write_json(args, source, record, files)
    return 0
