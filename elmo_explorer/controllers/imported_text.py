"""Files and example sets -> sentences with tokens and senses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from elmo_explorer.controllers.typed_text import make_sentence, sentences_of
from elmo_explorer.examples import Example, list_examples, read_example
from elmo_explorer.session.session import Focus, Sentence
from elmo_explorer.text.lemmas import lemma
from elmo_explorer.text.readers import Row, read_text_file
from elmo_explorer.text.tokens import language_of
from elmo_explorer.translation import tr

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Imported:
    """What files gave."""

    sentences: tuple[Sentence, ...]
    faults: tuple[str, ...]
    """Every file or line that was left out, and why."""


@dataclass(frozen=True)
class OpenedExample:
    """An example set, ready to be shown."""

    title: str
    sentences: tuple[Sentence, ...]
    focus: Focus


def import_text(paths: tuple[Path, ...], report: Report) -> Imported:
    """Read files; what cannot be read is named, the rest is kept.

    Args:
        paths: .txt, .csv or .tsv files.
        report: told (rows done, rows in all) as it goes; may raise to stop.
    """
    rows: list[Row] = []
    faults: list[str] = []
    for path in paths:
        try:
            found = read_text_file(path)
        except ValueError as error:
            faults.append(str(error))
        except OSError as error:
            faults.append(
                tr("{name} cannot be opened: {value}.", name=path.name, value=error.strerror or error)
            )
        else:
            rows += found.rows
            faults += [
                tr("{name}, line {line}: {fault}", name=path.name, line=problem.line, fault=problem.fault)
                for problem in found.problems
            ]
    sentences: list[Sentence] = []
    for k, row in enumerate(rows):
        if k % 50 == 0:
            report(k, len(rows))
        sentences += _sentences_of_row(row)
    return Imported(tuple(sentences), tuple(faults))


def open_example(name: str) -> OpenedExample:
    """A bundled example set.

    Raises:
        ValueError: there is none with this name; the sentence lists those there are.
    """
    examples = {example.name: example for example in list_examples()}
    if name not in examples:
        raise ValueError(
            tr("There is no example {name!r}; there are {join}.", name=name, join=", ".join(examples))
        )
    example = examples[name]
    sentences = []
    forms = set()
    for row in read_example(example.path):
        senses = MappingProxyType({row.target_index: row.sense})
        spaced = example.language == "zh" and " " in row.text
        sentences.append(Sentence(row.text, row.tokens, example.language, spaced, senses=senses))
        forms.add(row.tokens[row.target_index].casefold())
    return OpenedExample(example.title, tuple(sentences), _focus(example, forms))


def _focus(example: Example, forms: set[str]) -> Focus:
    """Its word; inflected forms count where the set has them."""
    return Focus(example.focus, "caseless" if forms <= {example.focus.casefold()} else "lemma")


def _sentences_of_row(row: Row) -> list[Sentence]:
    if row.target_index is not None:
        tokens = tuple(row.text.split(" "))
        language = language_of(row.text)
        senses = {row.target_index: row.label} if row.label else {}
        return [Sentence(row.text, tokens, language, language == "zh", senses=MappingProxyType(senses))]
    if row.word is None:
        return sentences_of(row.text)
    sentence = make_sentence(row.text)
    place = _place(sentence, row.word)
    if place is None or not row.label:
        return [sentence]
    return [replace(sentence, senses=MappingProxyType({place: row.label}))]


def _place(sentence: Sentence, word: str) -> int | None:
    """Where the word stands: the form itself, or else a form of it."""
    folded = [token.casefold() for token in sentence.tokens]
    if word.casefold() in folded:
        return folded.index(word.casefold())
    wanted = lemma(word, sentence.language)
    forms = [lemma(token, sentence.language) for token in sentence.tokens]
    return forms.index(wanted) if wanted in forms else None
