"""Bad files get one sentence that names line and fault."""

import gzip
import json
import lzma
import zipfile

import pytest

from elmo_explorer.tasks.opened import data_file, text_of
from elmo_explorer.tasks.question_files import read_questions
from elmo_explorer.tasks.table_files import read_label_files, read_sentences, read_words
from elmo_explorer.tasks.token_files import check_bio, read_conll, read_conllu


def fault(read, *arguments):
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the sentence is compared whole
        read(*arguments)
    return str(error.value)


def test_words_of_conllu(write, conllu):
    text = conllu([("A", "DET"), ("dog", "NOUN")], [("Go", "VERB")])
    text = text.replace(
        "2\tdog", "2-3\tdogs\t_\t_\t_\t_\t_\t_\t_\t_\n1.1\tnot\t_\t_\t_\t_\t_\t_\t_\t_\n2\tdog"
    )
    first, second = read_conllu(write("a.conllu", text))
    assert (first.tokens, first.labels, first.line) == (("A", "dog"), ("DET", "NOUN"), 2)
    assert second.tokens == ("Go",)
    assert read_conllu(write("a.conllu", text), "deprel")[1].labels == ("root",)


def test_faults_of_conllu(write, conllu):
    good = conllu([("A", "DET"), ("dog", "NOUN")])
    assert fault(read_conllu, write("a.conllu", good.replace("\t_\t_\n", "\t_\n", 1))) == (
        "a.conllu, line 2: expected 10 columns separated by tabs, found 9."
    )
    assert fault(read_conllu, write("a.conllu", good.replace("NOUN", "_"))) == (
        "a.conllu, line 3: the word 'dog' has no upos."
    )
    assert fault(read_conllu, write("a.conllu", "# nothing\n")) == "a.conllu holds no sentence."
    assert fault(read_conllu, write("a.conllu", good), "feats") == (
        "a.conllu: the column should be upos, xpos, deprel, found 'feats'."
    )
    long = conllu([("a", "DET")] * 1001)
    assert fault(read_conllu, write("a.conllu", long)) == (
        "a.conllu, line 2: the sentence has 1,001 words; up to 1,000 are read, so split it."
    )
    assert fault(read_conllu, write("a.conllu", good.replace("dog", "Bär").encode("latin-1"))).startswith(
        "a.conllu, line 3, byte 4: 0xE4 is not UTF-8"
    )


def test_columns_with_entities(write):
    text = "-DOCSTART- O\n\nIn O\nNew B-LOC\nYork I-LOC\n\t\n\nAda B-PER\n"
    sentences = read_conll(write("a.conll", text))
    assert [sentence.tokens for sentence in sentences] == [("In", "New", "York"), ("Ada",)]
    assert sentences[0].labels == ("O", "B-LOC", "I-LOC")


def test_characters_become_words(write):
    text = "新0\tO\n乔0\tB-PER\n丹1\tI-PER\n90\tO\n31\tB-LOC\n"
    (sentence,) = read_conll(write("a.conll", text), True)
    assert sentence.tokens == ("新", "乔丹", "93")
    assert sentence.labels == ("O", "B-PER", "B-LOC")


def test_faults_of_columns(write):
    assert fault(read_conll, write("a.conll", "In O\nNew\n")) == (
        "a.conll, line 2: expected 2 columns (the token first, its label last), found 1."
    )
    assert fault(read_conll, write("a.conll", "In\tO\nNew\t\n")) == "a.conll, line 2: the label is empty."
    path = write("a.conll", "In\tO\nNew\tLOC\n")
    assert fault(check_bio, read_conll(path), path) == (
        "a.conll, line 2: an entity's label should be O, B-… or I-…, found 'LOC'."
    )
    assert fault(read_conll, write("a.conll", "字\tO\n"), True) == (
        "a.conll, line 1: a character's place in its word should follow it, found '字'."
    )


def test_labelled_sentences(write):
    tsv = write("a.tsv", 'label\tid\ttext\ngood\t1\ta fine day\nbad\t2\tno "quote\n')
    examples = read_sentences(tsv, (), str.split)
    assert [(example.label, example.sentences[0], example.line) for example in examples] == [
        ("good", ("a", "fine", "day"), 2),
        ("bad", ("no", '"quote'), 3),
    ]
    csv = write("a.csv", 'good;"a; b"\nbad;c\n')
    examples = read_sentences(csv, ("label", "sentence"), str.split)
    assert [example.sentences[0] for example in examples] == [("a;", "b"), ("c",)]


def test_faults_of_tables(write):
    def read(name, text, columns=()):
        return fault(read_sentences, write(name, text), columns, str.split)

    assert read("a.tsv", "sentence\tlabel\na b\n") == "a.tsv, line 2: expected 2 columns, found 1."
    assert read("a.tsv", "sentence\tlabel\na b\tx\n\nc\ty\n") == (
        "a.tsv, line 3 is empty; every line should hold a labelled sentence."
    )
    assert read("a.tsv", "sentence\tlabel\na b\t \n") == "a.tsv, line 2: the label is empty."
    assert read("a.tsv", "a b\tgood\n").startswith(
        "a.tsv, line 1: expected a column named 'sentence' among 'sentence', 'label', found 'a b', 'good'"
    )
    assert read("a.tsv", "") == "a.tsv is empty."
    assert read("a.tsv", "sentence\tlabel\n") == "a.tsv has no line below its columns' names."
    assert read("a.csv", 'sentence,label\n"a,x\n').startswith("a.csv, line 2: its quotes do not fit")
    assert read("a.tsv", "sentence\tlabel\n" + "a " * 1001 + "\tx\n") == (
        "a.tsv, line 2: the sentence has 1,001 words; up to 1,000 are read, so split it."
    )
    assert read("a.tsv", b"sentence\tlabel\n\xe9t\xe9\tx\n").startswith(
        "a.tsv, line 2, byte 1: 0xE9 is not UTF-8"
    )
    assert (
        fault(text_of, write("a.tsv", b"ok\nna\xefve\n"), "ascii") == "a.tsv, line 2: the text is not ascii."
    )


def test_labelled_words(write):
    named = write("a.tsv", "word\tsense\tsentence\ttarget_index\nbank\twet\tthe Banks flood\t1\n")
    plain = write("b.tsv", "the Banks flood\t1\twet\n")
    assert [e.word for path in (named, plain) for e in read_words(path, ())] == ["bank", "banks"]
    assert fault(read_words, write("b.tsv", "the bank\t2\twet\n"), ()) == (
        "b.tsv, line 1: the place is 2, but the sentence has 2 tokens."
    )
    assert fault(read_words, write("b.tsv", "the bank\tone\twet\n"), ()) == (
        "b.tsv, line 1: the word's place should be a whole number from 0, found 'one'."
    )


def test_a_file_for_each_label(write, tmp_path):
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as archive:
        archive.writestr("in/good.txt", "fine\nvery fine\n")
    bad = write("bad.txt.xz", lzma.compress(b"poor\n"))
    good = tmp_path / "both.zip" / "in" / "good.txt"
    examples = read_label_files({"good": good, "bad": bad}, str.split)
    assert [(example.label, example.line) for example in examples] == [("good", 1), ("good", 2), ("bad", 1)]
    assert data_file(good).file == "both.zip/good.txt"
    assert fault(text_of, tmp_path / "both.zip" / "out.txt").endswith("both.zip holds no file out.txt.")
    assert (
        fault(read_label_files, {"good": write("g.txt", "a\n\nb\n")}, str.split)
        == "g.txt, line 2: the sentence is empty."
    )


@pytest.mark.parametrize("name", ["a.xz", "a.gz", "b.zip/member"])
def test_archives_that_are_damaged(write, tmp_path, name):
    write(
        name.split("/")[0], (gzip.compress(b"a" * 100) if name == "a.gz" else lzma.compress(b"a" * 100))[:-9]
    )
    assert "is damaged or was cut short" in fault(text_of, tmp_path / name)


def test_questions(write):
    context = "The cat sat on the old mat. It slept."
    asked = {"question": "Where did it sit?", "answers": [{"text": "the old mat", "answer_start": 15}]}
    content = {"data": [{"paragraphs": [{"context": context, "qas": [asked, {**asked, "answers": []}]}]}]}
    (example,) = read_questions(write("q.json", json.dumps(content)))
    (start, stop), *_ = example.answers
    assert example.sentences[1][start:stop] == ("the", "old", "mat")
    asked["answers"][0]["answer_start"] = 14
    assert fault(read_questions, write("q.json", json.dumps(content))) == (
        "q.json, data[0].paragraphs[0].qas[0].answers[0]: 'the old mat' does not stand at character 14 of the context, "
        "there is ' the old ma'."
    )
    assert fault(read_questions, write("q.json", "{\n")).startswith("q.json, line 2: this is not JSON")
    assert fault(read_questions, write("q.json", '{"data": [{}]}')) == (
        "q.json, data[0]: expected an entry 'paragraphs' with a list, as SQuAD has it."
    )
    assert (
        fault(read_questions, write("q.json", '{"data": []}')) == "q.json holds no question with an answer."
    )


def test_faults_name_the_line_also_behind_words_of_several_lines(write):
    several = "1-2\tdon't" + "\t_" * 8 + "\n"
    words = "".join(f"{k}\t{word}\t_\tX\t_\t_\t0\troot\t_\t_\n" for k, word in ((1, "do"), (2, "n't")))
    (sentence,) = read_conllu(write("a.conllu", several + words))
    assert [sentence.line_of(k) for k in range(2)] == [2, 3]
    path = write("a.txt", "中0 O\n国1 O\n人0 X\n")
    assert "a.txt, line 3:" in fault(check_bio, read_conll(path, True), path)


def test_questions_nested_without_end(write):
    assert "nested too deeply" in fault(read_questions, write("deep.json", "[" * 100_000))


def test_an_encrypted_archive(tmp_path):
    file = tmp_path / "data.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.tsv", "a")
    data = bytearray(file.read_bytes())
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(data)
    assert "encrypted" in fault(text_of, file / "a.tsv")
