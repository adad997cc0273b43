"""What every test stands on: no display, and nothing of the user's own files."""

import gc
import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Started in a shell's background the tests would ignore Ctrl+C, and so would the programs that they start and stop.
signal.signal(signal.SIGINT, signal.default_int_handler)
# Settings, models and caches of the person who runs the tests stay as they are.
_home = tempfile.TemporaryDirectory(prefix="elmo-explorer-tests-")
for _variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
    os.environ[_variable] = str(Path(_home.name) / _variable.lower())


@pytest.fixture(autouse=True)
def _garbage_on_the_main_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """Qt's objects may only be destroyed on the main thread; the window sees to it by itself, a test of parts does here."""
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        return
    gc.collect()
    gc.freeze()  # what lives now need not be looked at again
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(scope="session")
def published_fixture() -> Path:
    """The golden values of a small published biLM, where they lie beside the checkout."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "fixtures" / "bilm-tf"
    if not folder.is_dir():
        pytest.skip(f"The golden values of the published biLM are not here: {folder} is missing.")
    return folder


def _small_bilm(n_layers=2, projection_dim=12, seed=0, name="", languages=("en",)):  # type: ignore[no-untyped-def]
    """A random biLM on the CPU, lively enough for context to show."""
    import torch

    from elmo_explorer.bilm.bilm import BiLMNetwork
    from elmo_explorer.bilm.checkpoint import ModelFacts
    from elmo_explorer.bilm.embedder import BiLM
    from elmo_explorer.bilm.options import ModelOptions

    torch.manual_seed(seed)
    options = ModelOptions(
        filters=((1, 8), (2, 8), (3, 16)), projection_dim=projection_dim, cell_dim=24, n_layers=n_layers
    )
    network = BiLMNetwork(options)
    with torch.no_grad():
        for parameter_name, parameter in network.named_parameters():
            if "highway" not in parameter_name:
                parameter.normal_(0, 0.4)
    return BiLM(options, network, ModelFacts(name or f"random-{n_layers}", tuple(languages)), device="cpu")


@pytest.fixture(scope="session")
def make_bilm() -> Callable[..., Any]:
    """Makes a random biLM of a wished shape, name and languages."""
    return _small_bilm


@pytest.fixture(scope="session")
def two_models(tmp_path_factory: pytest.TempPathFactory, make_bilm: Callable[..., Any]) -> Path:
    """A folder with two models of the same shape: ``en`` for English, ``zh`` for Chinese."""
    folder = tmp_path_factory.mktemp("two models")
    for seed, language in enumerate(("en", "zh")):
        make_bilm(seed=seed, name=language, languages=(language,)).save(folder / language)
    return folder


def _task_result(  # type: ignore[no-untyped-def]
    task="part_of_speech",
    name="Part of speech",
    weights=(0.2, 0.5, 0.3),
    gamma=1.2,
    scores=None,
    checksum="0",
):
    """What two seeds of a made-up task have learned."""
    from elmo_explorer.tasks.results import (
        Data,
        Interval,
        LearnedMix,
        ModelUsed,
        Recipe,
        Split,
        TaskResult,
        choice_of,
    )

    n_layers = len(weights)
    scores = {"learned mix": (0.92, 0.94), "layer 1": (0.91, 0.92), **(scores or {})}
    choices = [choice_of("mix", "learned mix", scores["learned mix"])]
    choices += [
        choice_of("layer", f"layer {layer}", scores.get(f"layer {layer}", (0.8, 0.82)), layer)
        for layer in range(n_layers)
    ]
    choices += [choice_of("average", "average", (0.9, 0.9)), choice_of("majority", "majority", (0.3,))]
    mix = LearnedMix(
        tuple(Interval(w, w - 0.02, w + 0.02) for w in weights),
        (tuple(weights),) * 2,
        Interval(gamma, gamma - 0.1, gamma + 0.1),
        (gamma,) * 2,
        ((0.0,) * n_layers,) * 2,
        False,
        (1.0,) * n_layers,
        tuple(weights),
    )
    return TaskResult(
        task,
        name,
        "tokens",
        "en",
        "accuracy",
        ModelUsed("en", checksum, n_layers, 256),
        Data("made-up", splits=(Split("train", 10, 80, 80), Split("dev", 5, 40, 40))),
        Recipe("linear", 1e-3, 1e-2, 0.01, 64, 10, 3, 0.001, False),
        (1, 2),
        tuple(choices),
        mix,
    )


@pytest.fixture(scope="session")
def make_result() -> Callable[..., Any]:
    """Makes a task's result of wished name and weights."""
    return _task_result
