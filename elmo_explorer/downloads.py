"""One large file over HTTP: goes on where it was cut, begins anew where the file has changed, gives up with a sentence."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, IncompleteRead, ReadTimeoutError

from elmo_explorer import __version__
from elmo_explorer.disk_space import check_space

BLOCK = 1 << 16
MAY_PASS = (408, 425, 429, 500, 502, 503, 504)
"""Answers after which the same question may have another one."""


class DownloadError(ValueError):
    """A file cannot be had; the message is one sentence."""


@dataclass(frozen=True)
class Patience:
    """How long to wait for a server, and how often."""

    stall_seconds: float = 30.0
    """Without a single byte, the connection is given up."""
    tries: int = 6
    """In a row that bring nothing new."""
    first_wait: float = 1.0
    """Seconds before the second try; twice as many before each one after it."""
    longest_wait: float = 30.0


PATIENCE = Patience()


@dataclass(frozen=True)
class Progress:
    """Bytes that are there, and bytes in all; None where the server does not say."""

    done: int
    total: int | None


@dataclass(frozen=True)
class _Note:
    """What a part belongs to; without one, or with another address, it is begun anew."""

    url: str
    validator: str
    """A strong ETag or a date: what the server is asked to compare before it goes on."""
    total: int | None


class _PassingError(Exception):
    """The connection broke or the server is busy; a later try may bring more."""

    def __init__(self, cause: str, wait: float = 0.0) -> None:
        super().__init__(cause)
        self.wait = wait


def fetch(
    url: str,
    path: Path,
    largest: int,
    patience: Patience = PATIENCE,
    report: Callable[[Progress], None] = lambda _: None,
    say: Callable[[str], None] = lambda _: None,
) -> int:
    """Bring a file here; what is there of it already is not asked for again.

    What is broken off, by Ctrl+C too, stays for the next call. A part belongs to one state of one address (RFC 9110,
    If-Range): if either has changed, or the server knows no ranges, the file begins anew.

    Args:
        url: where it is.
        path: where it goes; beside it stands a note while it is not whole.
        largest: more bytes than this are refused.
        patience: with a server that stalls or fails.
        report: told after each block; may raise to stop.
        say: told in a sentence when something begins anew or is tried again.

    Returns:
        Its size in bytes.

    Raises:
        DownloadError: the server refuses, the file is too large, or patience has ended; the sentence says which.
        ValueError: the disk is too small.
        OSError: the file cannot be written; what was written stays.
    """
    failures, most = 0, 0
    with requests.Session() as session:
        session.headers.update({"User-Agent": f"elmo-explorer/{__version__}", "Accept-Encoding": "identity"})
        while True:
            try:
                return _attempt(session, url, path, largest, patience, report, say)
            except _PassingError as cause:
                size = _size(path)
                failures, most = (1, size) if size > most else (failures + 1, most)
                if failures >= patience.tries:
                    raise DownloadError(f"{url}: {cause}. {_kept(path)}") from None
                wait = min(patience.first_wait * 2 ** (failures - 1), patience.longest_wait)
                wait = max(wait, min(cause.wait, patience.longest_wait))
                say(f"{cause}; trying again in {wait:.3g} s.")
                time.sleep(wait)


def forget(path: Path) -> None:
    """Remove a file that :func:`fetch` brought, or a part of it: the next call begins anew."""
    path.unlink(missing_ok=True)
    note_file(path).unlink(missing_ok=True)


def note_file(path: Path) -> Path:
    """Where it is noted what a part belongs to."""
    return path.with_name(f".{path.name}.note")


def parts(path: Path) -> Progress | None:
    """What is there of a file that :func:`fetch` began; None where it never did."""
    note = _read_note(path)
    return None if note is None else Progress(_size(path), note.total)


def _attempt(
    session: requests.Session,
    url: str,
    path: Path,
    largest: int,
    patience: Patience,
    report: Callable[[Progress], None],
    say: Callable[[str], None],
) -> int:
    note = _read_note(path)
    start = _size(path) if note is not None and note.url == url and note.validator else 0
    if note is not None and start and start == note.total:
        report(Progress(start, start))
        return start
    with _answer(session, url, _range(note, start), patience) as answer:
        if answer.status_code == 416 and start:
            forget(path)
            raise _PassingError("the file has changed there and begins anew")
        _check_answer(answer, url)
        if answer.status_code == 206:
            if note is None or not _goes_on(answer, note, start):
                forget(path)
                raise _PassingError("the file has changed there and begins anew")
        else:
            if start:
                say("The file has changed there, or the server cannot go on in its midst: it begins anew.")
            start = 0
            length = answer.headers.get("Content-Length", "")
            note = _Note(url, _validator(answer.headers), int(length) if length.isdigit() else None)
            forget(path)
            note_file(path).write_text(json.dumps(asdict(note)), encoding="utf-8")
        if note.total is not None:
            _check_size(url, note.total, largest)
            check_space(path.parent, note.total - start)
        report(Progress(start, note.total))
        with _named(path), path.open("ab") as file:
            for block in _blocks(answer, patience):
                start += len(block)
                _check_size(url, start, largest)
                file.write(block)
                report(Progress(start, note.total))
    if note.total is not None and start != note.total:
        raise _PassingError(f"the connection ended after {start:,} of {note.total:,} bytes")
    return start


@contextmanager
def _answer(
    session: requests.Session, url: str, headers: dict[str, str], patience: Patience
) -> Iterator[requests.Response]:
    """Ask; what may pass is told apart from what will not."""
    try:
        answer = session.get(url, headers=headers, stream=True, timeout=patience.stall_seconds)
    except requests.exceptions.SSLError as error:
        raise DownloadError(f"{url}: the server's certificate is not trusted: {_last(error)}.") from None
    except requests.Timeout:
        raise _PassingError(f"no answer for {patience.stall_seconds:g} s") from None
    except requests.ConnectionError as error:
        raise _PassingError(f"the server cannot be reached: {_last(error)}") from None
    except requests.TooManyRedirects as error:
        if error.response is not None:
            error.response.close()  # else the connection stays open with it
        raise DownloadError(f"{url} leads round in circles.") from None
    except (requests.RequestException, UnicodeError) as error:
        raise DownloadError(
            f"{url} should be an address that begins with http:// or https://: {error}."
        ) from None
    with answer:
        yield answer


def _blocks(answer: requests.Response, patience: Patience) -> Iterator[bytes]:
    """The body as it comes in: nothing waits for a block to be full."""
    try:
        while block := answer.raw.read1(BLOCK, decode_content=False):
            yield block
    except ReadTimeoutError:
        raise _PassingError(f"nothing came for {patience.stall_seconds:g} s") from None
    except (HTTPError, OSError) as error:
        if isinstance(error.__cause__ or error, IncompleteRead):
            raise _PassingError("the connection was cut") from None
        raise _PassingError(f"the connection broke: {_last(error)}") from None


def _check_answer(answer: requests.Response, url: str) -> None:
    if answer.status_code in MAY_PASS:
        raise _PassingError(
            f"the server answers {answer.status_code} {answer.reason}",
            _seconds(answer.headers.get("Retry-After", "")),
        )
    if answer.status_code not in (200, 206):
        raise DownloadError(
            f"{url}: the server answers {answer.status_code} {answer.reason}; the address may have changed, --from "
            "takes another."
        )
    if urlsplit(url).scheme == "https" and urlsplit(answer.url).scheme != "https":
        raise DownloadError(f"{url} leads to {answer.url}, which is not encrypted: it is not followed.")
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        raise DownloadError(
            f"{url}: a web page came instead of the file; does this network ask you to sign in first?"
        )
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise DownloadError(f"{url}: the server packs the file, which was not asked for.")


def _check_size(url: str, size: int, largest: int) -> None:
    if size > largest:
        raise DownloadError(f"{url} should be {largest:,} bytes at most, found {size:,}.")


def _range(note: _Note | None, start: int) -> dict[str, str]:
    return {"Range": f"bytes={start}-", "If-Range": note.validator} if note is not None and start else {}


def _goes_on(answer: requests.Response, note: _Note, start: int) -> bool:
    """Does a 206 bring just what is missing, of the same file?"""
    found = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", answer.headers.get("Content-Range", ""))
    if found is None or int(found[1]) != start:
        return False
    same_size = found[2] == "*" or note.total is None or int(found[2]) == note.total
    return same_size and _validator(answer.headers) in ("", note.validator)


def _validator(headers: Mapping[str, str]) -> str:
    """What If-Range may name: a strong ETag, else the date of the last change."""
    etag = headers.get("ETag", "")
    return etag if etag.startswith('"') else headers.get("Last-Modified", "")


def _seconds(retry_after: str) -> float:
    """Retry-After in seconds: a number, or a date."""
    if retry_after.isdigit():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except ValueError:
        return 0.0


def _read_note(path: Path) -> _Note | None:
    try:
        entries: Any = json.loads(note_file(path).read_text(encoding="utf-8"))
        note = _Note(**entries)
    except (OSError, ValueError, TypeError):  # none, or cut short: the part is of no use then
        return None
    return note if isinstance(note.total, int | None) and isinstance(note.validator, str) else None


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _kept(path: Path) -> str:
    there = parts(path)
    if there is None or not there.done:
        return "Nothing of it is here yet; try again later."
    return f"{there.done:,} bytes are kept: the same command goes on from there."


def _last(error: BaseException) -> str:
    """The innermost cause, in the system's own words."""
    while (deeper := getattr(error, "reason", None) or error.__cause__ or error.__context__) is not None:
        if not isinstance(deeper, BaseException):
            break
        error = deeper
    return (getattr(error, "strerror", None) or str(error)).rstrip(".")


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """A full disk is told with the file it happened to."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise
