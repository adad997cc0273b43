"""A task's data as it is understood, in HTML."""

from __future__ import annotations

from html import escape

from elmo_explorer.tasks.outline import Outline, ShownExample, ShownWord
from elmo_explorer.tasks.results import Split
from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme

_MOST_LABELS = 24
_MOST_WORDS = 40
_OUTSIDE = "O"


def examples_html(outline: Outline) -> str:
    """The first examples, one a paragraph."""
    return "".join(f"<p>{_example(example)}</p>" for example in outline.examples)


def sizes_text(outline: Outline) -> str:
    """``"1,530 sentences, 20,149 words to learn from; 383 sentences, 4,754 words are scored"``."""
    return tr(
        "{size} to learn from; {size2} are scored ({split}).",
        size=_size(outline.train),
        size2=_size(outline.dev),
        split=outline.split,
    )


def labels_text(outline: Outline) -> str:
    """The labels with their counts, the most frequent first."""
    labels = [f"{label} {n:,}" for label, n in outline.labels[:_MOST_LABELS]]
    more = len(outline.labels) - len(labels)
    return " · ".join(labels) + (tr(" · and {more:,} more", more=more) if more else "")


def _size(split: Split) -> str:
    examples = (
        ""
        if split.examples in (split.sentences, split.tokens)
        else tr(", {examples:,} examples", examples=split.examples)
    )
    return tr(
        "{sentences:,} sentences, {tokens:,} words{examples}",
        sentences=split.sentences,
        tokens=split.tokens,
        examples=examples,
    )


def _example(example: ShownExample) -> str:
    label = ""
    if example.label:
        label = tr(
            "<span style='color:{name}'><b>{label}</b></span> &nbsp;",
            name=theme.color("accent_text").name(),
            label=escape(example.label),
        )
    return label + tr(" &nbsp;/&nbsp; ").join(_words(words) for words in example.sentences)


def _words(words: tuple[ShownWord, ...]) -> str:
    shown = " ".join(_word(word) for word in words[:_MOST_WORDS])
    return shown + (" …" if len(words) > _MOST_WORDS else "")


def _word(word: ShownWord) -> str:
    text = escape(word.text)
    if word.marked:
        return f"<b>{text}</b>"
    if not word.label:
        return text
    if word.label == _OUTSIDE:
        return text
    colour = theme.color("accent_text").name()
    return tr(
        "{said}<span style='color:{colour}; font-size:{px}px'>&thinsp;{label}</span>",
        said=text,
        colour=colour,
        px=theme.px(10),
        label=escape(word.label),
    )
