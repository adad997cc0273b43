"""No file runs code or writes where it should not: what could do so is not called anywhere."""

import ast
import io
import pickle
from pathlib import Path

import numpy as np
import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "elmo_explorer"
FORBIDDEN_MODULES = {
    "pickle",
    "cPickle",
    "dill",
    "cloudpickle",
    "joblib",
    "shelve",
    "marshal",
    "yaml",
    "runpy",
    "code",
}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_METHODS = {
    ("os", "system"),
    ("os", "popen"),
    ("torch", "load"),
    ("torch", "save"),
    ("subprocess", "getoutput"),
    ("subprocess", "getstatusoutput"),
}
FORBIDDEN_NAMES = {"extractall", "extract", "unpack_archive"}


def calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


@pytest.fixture(scope="module")
def trees():
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}


def test_nothing_that_runs_a_files_content_is_imported(trees):
    found = []
    for path, tree in trees.items():
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            found += [f"{path}: {name}" for name in names if name.split(".")[0] in FORBIDDEN_MODULES]
    assert not found


def test_nothing_that_runs_a_files_content_or_unpacks_by_its_names_is_called(trees):
    found = []
    for path, tree in trees.items():
        for call in calls(tree):
            function, place = call.func, f"{path}:{call.lineno}"
            if isinstance(function, ast.Name) and function.id in FORBIDDEN_CALLS:
                found.append(f"{place}: {function.id}")
            if isinstance(function, ast.Attribute):
                owner = function.value.id if isinstance(function.value, ast.Name) else ""
                if (owner, function.attr) in FORBIDDEN_METHODS or function.attr in FORBIDDEN_NAMES:
                    found.append(f"{place}: {owner}.{function.attr}")
            if any(word.arg == "shell" for word in call.keywords):
                found.append(f"{place}: shell")
    assert not found


def test_numpy_reads_no_pickles(trees):
    found = [
        f"{path}:{call.lineno}"
        for path, tree in trees.items()
        for call in calls(tree)
        for word in call.keywords
        if word.arg == "allow_pickle"
        and not (isinstance(word.value, ast.Constant) and word.value.value is False)
    ]
    assert not found  # without the word it reads none


class Bomb:
    """What a pickle does when it is read."""

    def __reduce__(self):
        return open, ("it went off", "w")


def test_a_pickle_in_an_array_of_a_checkpoint_is_not_read(tmp_path, monkeypatch):
    from elmo_explorer.array_cache import ArrayCache
    from elmo_explorer.checksum import sha256

    monkeypatch.chdir(tmp_path)
    memory = io.BytesIO()
    np.save(memory, np.array([Bomb()], dtype=object), allow_pickle=True)
    made = tmp_path / "made.npy"
    made.write_bytes(memory.getvalue())
    key = "0" * 64
    bomb = tmp_path / f"{key}-{sha256(made)}.npy"
    made.rename(bomb)
    assert ArrayCache(tmp_path, 1 << 20).load(key) is None
    assert not (tmp_path / "it went off").exists()
    pickle.loads(pickle.dumps(Bomb())).close()
    assert (tmp_path / "it went off").exists()  # the bomb is one
