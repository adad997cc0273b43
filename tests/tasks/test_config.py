import pytest

from elmo_explorer.paths import bundled_results_dir
from elmo_explorer.tasks.config import read_task, task_from

TASK = {"name": "Parts", "kind": "tokens", "data": {"train": "a.conllu"}}


def test_what_is_not_said_is_the_kinds_usual():
    task = task_from(TASK)
    assert (task.format, task.head, task.batch, task.learning.seeds) == ("conllu", "linear", 256, 5)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "tokns"}, "Mine: kind: Invalid enum value 'tokns'."),
        ({"name": 3}, "Mine: name: Expected `str`, got `int`."),
        ({"data": {}}, 'Mine names no data: [data] needs train = "FILE".'),
        ({"data": {"trian": "a"}}, "Mine: data: Object contains unknown field `trian`."),
        ({"learning": {"seeds": 0}}, "Mine: learning.seeds: Expected `int` >= 1."),
        ({"learning": {"penalty": -1}}, "Mine: learning.penalty: Expected `float` >= 0.0."),
        (
            {"learning": {"head": "bilinear"}},
            'Mine: learning.head of kind "tokens" should be "linear", found "bilinear".',
        ),
        (
            {"data": {"train": "a", "format": "squad"}},
            'Mine: data.format of kind "tokens" should be "conllu" or "conll", found "squad".',
        ),
        (
            {"data": {"train": "a", "encoding": "utf-9"}},
            """Mine: data.encoding should be one such as "utf-8", found 'utf-9'.""",
        ),
        (
            {"data": {"train": "a", "split_by": "word"}},
            'Mine: data.split_by = "word" is for pairs and senses, this task is of kind "tokens".',
        ),
        ({"name": " "}, "Mine: name should be one line of text, found ' '."),
    ],
)
def test_wrong_entries_are_named(change, sentence):
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the sentence is compared whole
        task_from({**TASK, **change}, "Mine")
    assert str(error.value) == sentence


def test_a_missing_entry_is_named(tmp_path):
    (tmp_path / "task.toml").write_text('kind = "tokens"\n[data]\ntrain = "x"\n')
    with pytest.raises(ValueError, match=r"task\.toml: Object missing required field `name`\.$"):
        read_task(tmp_path / "task.toml")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "There is no task at"), (b"name = ", "is not a TOML file"), (b"\xff", "is not a TOML file")],
)
def test_files_that_are_no_config(tmp_path, content, sentence):
    path = tmp_path / "task.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ValueError, match=sentence):
        read_task(path)


def test_every_bundled_task_reads():
    paths = sorted(bundled_results_dir().rglob("*.toml"))
    names = {f"{path.parent.name}/{path.stem}" for path in paths}
    assert {"en/part_of_speech", "en/word_in_context", "zh/named_entities"} <= names
    for path in paths:
        assert read_task(path).data.licence
