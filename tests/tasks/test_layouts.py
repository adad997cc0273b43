"""What files look like by their first lines, and what is understood of them."""

import json

import pytest

from elmo_explorer.tasks.layouts import guess
from elmo_explorer.tasks.outline import outline_of
from elmo_explorer.tasks.wish import first_wish, task_of

CONLL = "".join(f"Anna{k}\tB-PER\nsleeps\tO\n\nBerlin{k}\tB-LOC\nis\tO\nbig\tO\n\n" for k in range(8))
TAGS = "".join(f"the 1 DET\ndog{k} 2 NOUN\n\na 1 DET\ncat{k} 2 NOUN\n\n" for k in range(8))
REVIEWS = "stars\treview\n" + "".join(
    f"{'good' if k % 2 else 'bad'}\tThe film number {k} was fine .\n" for k in range(20)
)
PLACES = "".join(
    f"{' '.join(['a'] * (k % 5))} bank {k} b c d\t{k % 5}\t{'money' if k % 2 else 'river'}\n".lstrip()
    for k in range(20)
)
PAIRS = "".join(f"w{k}\tN\t1-1\tthe w{k} one\ta w{k} two\n" for k in range(10))
SQUAD = {
    "data": [
        {
            "paragraphs": [
                {
                    "context": f"Ship {k} left at noon .",
                    "qas": [{"question": "When?", "answers": [{"text": "noon", "answer_start": 16}]}],
                }
            ]
        }
        for k in range(10, 20)
    ]
}


@pytest.mark.parametrize(
    ("name", "text", "layout"),
    [
        ("a.conll", CONLL, "entities"),
        ("a.txt", TAGS, "tokens"),
        ("reviews.tsv", REVIEWS, "sentences"),
        ("reviews.csv", REVIEWS.replace("\t", ";"), "sentences"),
        ("senses.tsv", PLACES, "senses"),
        ("train.data.txt", PAIRS, "pairs"),
        ("squad.json", json.dumps(SQUAD), "questions"),
    ],
)
def test_the_layout_is_guessed_and_its_data_understood(write, tmp_path, name, text, layout):
    path = write(name, text)
    write("train.gold.txt", "T\nF\n" * 5)
    found = guess(path)
    assert found.layout == layout
    outline = outline_of(task_of(first_wish(path, found)), tmp_path)
    assert outline.examples
    assert outline.train.examples > outline.dev.examples > 0
    assert layout == "questions" or len(outline.labels) >= 2


def test_conllu_can_be_read_three_ways(write, conllu, tmp_path):
    path = write("a.conllu", conllu(*[[("the", "DET"), (f"dog{k}", "NOUN")] for k in range(10)]))
    wish = first_wish(path, guess(path))
    assert (wish.layout, wish.name) == ("upos", "Part of speech")
    outline = outline_of(task_of(wish), tmp_path)
    assert dict(outline.labels) == {"DET": 8, "NOUN": 8}
    first = outline.examples[0].sentences[0][0]
    assert (first.text, first.label) == ("the", "DET")
    other = wish.with_layout("deprel")
    assert other.name == "Dependency relation"
    with pytest.raises(ValueError, match="has 1 label"):
        outline_of(task_of(other), tmp_path)


def test_a_header_with_other_names_is_no_example(write, tmp_path):
    path = write("reviews.tsv", REVIEWS)
    found = guess(path)
    assert (found.roles, found.header) == (("label", "sentence"), True)
    outline = outline_of(task_of(first_wish(path, found)), tmp_path)
    assert {label for label, _ in outline.labels} == {"good", "bad"}
    swapped = first_wish(path, found).with_role("label", 1)
    with pytest.raises(ValueError, match="Say which column holds the sentences"):
        task_of(swapped)


def test_a_dev_file_beside_it_is_proposed(write):
    path = write("x.train.tsv", REVIEWS)
    dev = write("x.dev.tsv", REVIEWS)
    assert guess(path).dev == str(dev)


def test_what_looks_like_nothing_is_said(write):
    with pytest.raises(ValueError, match="none of the layouts"):
        guess(write("prose.txt", "Once upon a time there was a dog.\nIt slept all day long.\n"))
    with pytest.raises(ValueError, match="is empty"):
        guess(write("empty.txt", "\n\n"))
