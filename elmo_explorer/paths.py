"""Where resources, user files and caches are."""

from __future__ import annotations

import functools
import os
import tempfile
from pathlib import Path

import platformdirs

APP_NAME = "elmo-explorer"


def resources_dir() -> Path:
    """The folder of bundled models, examples, fonts and icons, in a checkout and in an installed wheel."""
    package = Path(__file__).resolve().parent
    installed = package / "resources"  # not in a checkout
    return installed if installed.is_dir() else package.parent / "resources"


def bundled_models_dir() -> Path:
    """The folder with one folder for each bundled model."""
    return resources_dir() / "models"


def bundled_results_dir() -> Path:
    """The folder with one folder for each bundled model, which holds the weights learned from tasks."""
    return resources_dir() / "tasks"


def user_models_dir() -> Path:
    """The folder with the user's own model folders; it need not exist yet."""
    return platformdirs.user_data_path(APP_NAME, appauthor=False) / "models"


def user_results_dir() -> Path:
    """The folder with the weights that the user's own tasks have taught; it need not exist yet."""
    return platformdirs.user_data_path(APP_NAME, appauthor=False) / "tasks"


def recovery_dir() -> Path:
    """The folder with what open windows have not saved; it need not exist yet."""
    return platformdirs.user_data_path(APP_NAME, appauthor=False) / "recovery"


def open_files_dir() -> Path:
    """The folder with a lock for each file that a window has open; it need not exist yet."""
    return platformdirs.user_data_path(APP_NAME, appauthor=False) / "open"


def model_folders(base: Path) -> list[Path]:
    """The model folders in ``base``, by name; what begins with a dot is still on its way or on its way out."""
    return sorted(
        config.parent for config in base.glob("*/config.json") if not config.parent.name.startswith(".")
    )


def cache_dir() -> Path:
    """Where what can be computed again is kept, made when it is missing; for this run alone in a home that is read-only."""
    try:
        folder = platformdirs.user_cache_path(APP_NAME, appauthor=False, ensure_exists=True)
    except OSError:
        return Path(_passing_cache().name)
    return folder if os.access(folder, os.W_OK) else Path(_passing_cache().name)


def log_file() -> Path:
    """The log that error details go to; its folder is made when it is missing."""
    return platformdirs.user_log_path(APP_NAME, appauthor=False, ensure_exists=True) / "elmo-explorer.log"


def model_folder(source: str | Path) -> Path:
    """The folder of a model, by its name (bundled or the user's own) or as a path.

    Raises:
        ValueError: there is no such model; the sentence lists those there are.
    """
    if isinstance(source, str):
        for base in (bundled_models_dir(), user_models_dir()):
            if source and Path(source).name == source and (base / source / "config.json").is_file():
                return base / source
    folder = Path(source).expanduser()
    if folder.is_dir():
        return folder
    known = sorted(
        {path.name for base in (user_models_dir(), bundled_models_dir()) for path in model_folders(base)}
    )
    raise ValueError(
        f"There is no model {str(source)!r}: give a folder or one of {', '.join(known) or 'none installed'}."
    )


@functools.cache
def _passing_cache() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes when the program ends."""
    return tempfile.TemporaryDirectory(prefix=f"{APP_NAME}-")
