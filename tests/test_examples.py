from collections import Counter
from pathlib import Path

import pytest

from elmo_explorer.examples import Example, examples_for, list_examples, read_example
from elmo_explorer.text.tokens import words

EXAMPLES = list_examples()
HEADER = "word\tsense\tsentence\ttarget_index\n"

every_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)


@every_example
def test_every_row_points_at_the_focus_word_in_one_form(example: Example):
    rows = read_example(example.path)
    assert {row.tokens[row.target_index] for row in rows} == {example.focus}
    assert {row.word for row in rows} == {example.focus}
    assert all(row.tokens.count(example.focus) == 1 for row in rows)


@every_example
def test_every_sense_has_a_few_sentences(example: Example):
    rows = read_example(example.path)
    senses = Counter(row.sense for row in rows)
    assert len(senses) == example.n_senses
    assert 2 <= len(senses) <= 4
    assert min(senses.values()) >= 2
    assert len({row.tokens for row in rows}) == len(rows) == example.n_sentences


@every_example
def test_sentences_are_tokens_joined_by_single_spaces(example: Example):
    for row in read_example(example.path):
        assert all(token and not any(character.isspace() for character in token) for token in row.tokens)
        if example.language == "en":
            assert words(" ".join(row.tokens)) == list(row.tokens)
            assert words(row.text) == list(row.tokens)


@pytest.mark.parametrize("example", examples_for("zh"), ids=lambda example: example.name)
def test_a_chinese_sentence_has_the_words_that_the_app_finds(example: Example):
    for row in read_example(example.path):
        assert words("".join(row.tokens), "zh") == list(row.tokens)
        assert row.tokens[-1] in "。？"
        assert 6 <= len(row.tokens) <= 18


def test_fifteen_chinese_sets_are_measured_with_four_sentences_a_sense():
    sets = examples_for("zh")
    assert len(sets) == 15
    assert "tide" not in {example.name for example in sets}
    for example in sets:
        senses = Counter(row.sense for row in read_example(example.path))
        assert min(senses.values()) >= 4
        assert example.n_sentences >= 12


def test_no_chinese_sentence_comes_twice():
    sentences = [row.tokens for example in examples_for("zh") for row in read_example(example.path)]
    assert len(set(sentences)) == len(sentences)


def test_english_is_measured_with_the_english_sets():
    assert {example.language for example in examples_for("en")} == {"en"}
    assert examples_for("fr") == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_further_sentences_are_new_and_have_known_senses(language: str):
    senses: dict[str, set[str]] = {}
    known = set()
    for example in examples_for(language):
        for row in read_example(example.path):
            senses.setdefault(row.word, set()).add(row.sense)
            known.add(row.tokens)
    name = "new_sentences.tsv" if language == "en" else f"new_sentences_{language}.tsv"
    rows = read_example(Path(__file__).parents[1] / "benchmarks" / name)
    assert all(row.sense in senses[row.word] for row in rows)
    assert not known & {row.tokens for row in rows}


def test_written_text_has_no_space_before_a_mark():
    row = read_example(EXAMPLES[0].path)[0]
    assert row.text == "Two masked men held up the bank on Friday afternoon."


def test_chinese_is_written_without_spaces_where_its_words_are_the_apps():
    apple = next(example for example in EXAMPLES if example.name == "apple")
    tide = next(example for example in EXAMPLES if example.name == "tide")
    assert read_example(apple.path)[0].text == "奶奶从集市上买回来一篮又红又甜的苹果。"
    assert read_example(tide.path)[0].text == "潮水 退了 就 知道 谁 没穿 裤子"


def test_the_lectures_sentence_opens_the_chinese_set():
    chinese = next(example for example in EXAMPLES if example.language == "zh")
    assert " ".join(read_example(chinese.path)[0].tokens) == "潮水 退了 就 知道 谁 没穿 裤子"


def test_the_first_three_are_the_ones_to_begin_with():
    assert [example.name for example in EXAMPLES[:3]] == ["bank", "hard", "tide"]
    assert len({example.name for example in EXAMPLES}) == len(EXAMPLES)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "senses.tsv is empty"),
        (HEADER, "line 2: there is no sentence"),
        ("word\tsense\tsentence\n", "line 1: the header lacks target_index"),
        (HEADER + "bank\tmoney\tthe bank\t1\nbank\triver\tthe bank\n", "line 3: expected 4 columns, found 3"),
        (HEADER + "bank\t\tthe bank\t1\n", "line 2: the sense is empty"),
        (HEADER + "bank\tmoney\tthe  bank\t1\n", "line 2: the sentence has two spaces in a row"),
        (
            HEADER + "bank\tmoney\tthe bank\tone\n",
            "line 2: target_index should be a whole number from 0, found 'one'",
        ),
        (HEADER + "bank\tmoney\tthe bank\t-1\n", "line 2: target_index should be a whole number"),
        (
            HEADER + "bank\tmoney\tthe bank\t2\n",
            "line 2: target_index is 2, but the sentence's last token is 1",
        ),
        (HEADER + "bank\tmoney\tthe bank\t0\n", "line 2: token 0 is 'the', not the word 'bank'"),
    ],
)
def test_a_bad_file_is_refused_with_its_line_and_fault(tmp_path, text, fault):
    path = tmp_path / "senses.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=fault):
        read_example(path)


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path):
    path = tmp_path / "senses.tsv"
    path.write_bytes((HEADER + "café\ta\tle café\t1\n").encode("latin-1"))
    with pytest.raises(ValueError, match="line 2: the text is not UTF-8"):
        read_example(path)


def test_forms_of_the_word_and_other_column_orders_are_read(tmp_path):
    path = tmp_path / "senses.tsv"
    path.write_bytes(
        b'\xef\xbb\xbftarget_index\tword\tsentence\tsense\r\n1\tbank\tTwo banks "failed"\tmoney\r\n\r\n'
    )
    (row,) = read_example(path)
    assert (row.word, row.sense, row.tokens) == ("bank", "money", ("Two", "banks", '"failed"'))
