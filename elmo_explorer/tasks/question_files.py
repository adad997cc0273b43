"""Questions with the words of a paragraph that answer them, from JSON in SQuAD's layout."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from elmo_explorer.tasks.labelled import Example
from elmo_explorer.tasks.opened import check_length, text_of
from elmo_explorer.text.tokens import tokenize


def read_questions(path: Path, language: str = "en", encoding: str = "utf-8") -> list[Example]:
    """Read questions; those without an answer (SQuAD 2) are left out.

    Args:
        path: ``{"data": [{"paragraphs": [{"context": …, "qas": [{"question": …, "answers": [{"text": …,
            "answer_start": …}]}]}]}]}``, ``answer_start`` in characters.
        language: whose tokens are told apart.
        encoding: the file's.

    Raises:
        ValueError: the file is of another layout, or an answer does not stand where it should; the sentence names the place.
    """
    text = text_of(path, encoding)
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"{path.name}, line {error.lineno}: this is not JSON ({error.msg}).") from None
    except RecursionError:
        raise ValueError(f"{path.name} is nested too deeply for SQuAD's layout.") from None
    examples = []
    for where, paragraph in _paragraphs(content, path.name):
        context = str(_entry(paragraph, "context", str, where))
        tokens = tokenize(context, language)
        words = tuple(token.text for token in tokens)
        check_length(len(words), where)
        for number, asked in enumerate(_entry(paragraph, "qas", list, where)):
            place = f"{where}.qas[{number}]"
            question = tuple(
                token.text for token in tokenize(str(_entry(asked, "question", str, place)), language)
            )
            check_length(len(question), f"{place}.question")
            answers = []
            for k, answer in enumerate(_entry(asked, "answers", list, place)):
                at = f"{place}.answers[{k}]"
                start, said = _entry(answer, "answer_start", int, at), _entry(answer, "text", str, at)
                if not said or context[start : start + len(said)] != said:
                    raise ValueError(
                        f"{at}: {said!r} does not stand at character {start} of the context, "
                        f"there is {context[max(start, 0) : max(start, 0) + len(said)]!r}."
                    )
                touched = [
                    n
                    for n, token in enumerate(tokens)
                    if token.start < start + len(said) and token.end > start
                ]
                if not touched:
                    raise ValueError(f"{at}: the answer {said!r} has no word.")
                answers.append((touched[0], touched[-1] + 1))
            if answers:
                examples.append(
                    Example(
                        (question, words),
                        ((0, 0, len(question)), (1, 0, len(words))),
                        "answer",
                        answers=tuple(answers),
                    )
                )
    if not examples:
        raise ValueError(f"{path.name} holds no question with an answer.")
    return examples


def _paragraphs(content: Any, name: str) -> Iterator[tuple[str, Any]]:
    for i, article in enumerate(_entry(content, "data", list, name)):
        for j, paragraph in enumerate(_entry(article, "paragraphs", list, f"{name}, data[{i}]")):
            yield f"{name}, data[{i}].paragraphs[{j}]", paragraph


def _entry(content: Any, key: str, kind: type, where: str) -> Any:
    if not isinstance(content, dict) or not isinstance(content.get(key), kind):
        names = {str: "text", list: "a list", int: "a whole number"}
        raise ValueError(f"{where}: expected an entry {key!r} with {names[kind]}, as SQuAD has it.")
    return content[key]
