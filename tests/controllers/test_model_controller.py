import json
import shutil
import sys

from elmo_explorer.bilm.published import write_published
from elmo_explorer.controllers.model_controller import ModelController
from elmo_explorer.session.session import Mix

WAIT_MS = 60_000


def test_a_loaded_model_says_what_it_is(session, models):
    assert session.model.name == "random-2"
    assert (session.model.n_layers, session.model.dim, session.model.device) == (3, 24, "CPU")
    assert not session.jobs
    assert not models.loading


def test_another_number_of_layers_brings_its_mix(session, models, deep_model_folder, qtbot):
    with qtbot.waitSignal(models.changed, timeout=WAIT_MS):
        models.load(deep_model_folder)
    assert session.mix == Mix.average(4)
    assert session.model.n_layers == 4


def test_the_published_pair_loads(session, runner, make_bilm, tmp_path, qtbot):
    write_published(tmp_path / "options.json", tmp_path / "weights.hdf5", make_bilm().network)
    models = ModelController(session, runner)
    with qtbot.waitSignal(models.changed, timeout=WAIT_MS):
        models.load_published(tmp_path / "options.json", tmp_path / "weights.hdf5")
    assert session.model.n_layers == 3


def test_a_broken_model_is_refused_and_the_old_one_stays(session, models, model_folder, tmp_path, qtbot):
    broken = tmp_path / "broken"
    shutil.copytree(model_folder, broken)
    config = json.loads((broken / "config.json").read_text())
    config["options"]["projection_dim"] = 16
    (broken / "config.json").write_text(json.dumps(config))
    old, info = models.bilm, session.model
    models.load(broken)
    qtbot.waitUntil(lambda: session.notice is not None, timeout=WAIT_MS)
    assert session.notice.kind == "model_error"
    assert "broken" in session.notice.title
    assert "char_encoder.projection.weight" in session.notice.details
    assert models.bilm is old
    assert session.model == info
    assert not session.jobs


def test_an_unknown_name_is_refused(session, runner, qtbot):
    models = ModelController(session, runner)
    models.load("no such model")
    qtbot.waitUntil(lambda: session.notice is not None, timeout=WAIT_MS)
    assert "no such model" in session.notice.text
    assert session.model is None


def test_cancel_keeps_the_old_model(session, models, deep_model_folder, runner, qtbot):
    old = models.bilm
    models.load(deep_model_folder)
    models.cancel()
    assert not models.loading
    assert not session.jobs
    qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT_MS)
    assert models.bilm is old
    assert session.notice is None


def test_the_newest_load_wins(session, models, model_folder, deep_model_folder, runner, qtbot):
    models.load(deep_model_folder)
    models.load(model_folder)
    qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT_MS)
    assert session.model.n_layers == 3


def test_controllers_alone_do_not_import_torch():
    import subprocess

    code = (
        "import sys\n"
        "import elmo_explorer.controllers.model_controller, elmo_explorer.controllers.embed_controller\n"
        "import elmo_explorer.controllers.text_controller, elmo_explorer.controllers.focus_controller\n"
        "import elmo_explorer.controllers.projection_controller, elmo_explorer.controllers.compare_controller\n"
        "bad = {'torch', 'spacy', 'umap', 'numba', 'sklearn', 'scipy'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(bad)) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
