import pytest

from elmo_explorer.controllers.embed_controller import EmbedController
from elmo_explorer.controllers.focus_controller import FocusController
from elmo_explorer.controllers.model_controller import ModelController
from elmo_explorer.session.session import Sentence, Session
from elmo_explorer.workers.runner import Runner

WAIT_MS = 60_000  # a loaded machine


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory, make_bilm):
    folder = tmp_path_factory.mktemp("models") / "random-2"
    make_bilm().save(folder)
    return folder


@pytest.fixture(scope="session")
def deep_model_folder(tmp_path_factory, make_bilm):
    folder = tmp_path_factory.mktemp("models") / "random-3"
    make_bilm(n_layers=3).save(folder)
    return folder


@pytest.fixture
def runner(qtbot):
    runner = Runner()
    errors = []
    runner.failed.connect(errors.append)
    yield runner
    runner.close()
    assert not errors


@pytest.fixture
def session():
    return Session()


@pytest.fixture
def models(session, runner, model_folder, qtbot):
    models = ModelController(session, runner)
    with qtbot.waitSignal(models.changed, timeout=WAIT_MS):
        models.load(model_folder)
    return models


@pytest.fixture
def loaded(session, runner, models):
    """A session with a biLM, vectors and occurrences."""
    return [EmbedController(session, runner, models), FocusController(session, runner)]


TEXTS = (
    "He robbed the bank on Monday morning",
    "She opened an account at the bank",
    "The central bank raised interest rates",
    "My bank approved the loan",
    "We sat on the bank of the river",
    "The boat drifted to the bank of the stream",
    "Willows grow along the muddy bank",
    "They fished from the far bank",
)


@pytest.fixture
def bank_sentences():
    sentences = []
    for k, text in enumerate(TEXTS):
        tokens = tuple(text.split())
        sentences.append(Sentence(text, tokens, senses={tokens.index("bank"): "money" if k < 4 else "river"}))
    return tuple(sentences)


@pytest.fixture
def embedded(session, qtbot):
    """Waits until every visible sentence has its vectors."""

    def wait():
        qtbot.waitUntil(
            lambda: all(s.id in session.states for s in session.sentences if not s.hidden), timeout=WAIT_MS
        )

    return wait
