"""Sessions' files of earlier versions, brought to the present one step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from elmo_explorer.session.saved_session import SessionFileError
from elmo_explorer.translation import tr

FORMAT = "elmo-explorer session"
VERSION = 1
"""Of the document that this program writes; another meaning of an entry is another version."""

Document = dict[str, Any]
Migration = Callable[[Document], Document]

MIGRATIONS: Mapping[int, Migration] = MappingProxyType({})
"""Version -> what makes a document of it one of the next version. Each may assume a document as that version wrote it;
whatever it raises is told as damage."""


def migrated(
    document: Document,
    name: str,
    migrations: Mapping[int, Migration] = MIGRATIONS,
    newest: int = VERSION,
) -> Document:
    """A document as of the newest version.

    Raises:
        SessionFileError: it is no session, of a newer version, or of one that never was, or damaged.
    """
    version = document.get("version")
    if document.get("format") != FORMAT or isinstance(version, bool) or not isinstance(version, int):
        raise SessionFileError(tr("{name} is no session of ELMo Explorer.", name=name))
    if version > newest:
        raise SessionFileError(
            tr(
                "{name} was written by a newer ELMo Explorer (its format is version {version}, this "
                "one reads up to {newest}): update the program to open it.",
                name=name,
                version=version,
                newest=newest,
            )
        )
    while version < newest:
        if version not in migrations:
            raise SessionFileError(
                tr(
                    "{name} is in version {version} of the format, which there never was.",
                    name=name,
                    version=version,
                )
            )
        try:
            document = migrations[version](document)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise SessionFileError(
                tr(
                    "{name} is damaged: as version {version} it lacks or misuses {error}.",
                    name=name,
                    version=version,
                    error=error,
                )
            ) from None
        version += 1
        document["version"] = version
    return document
