"""A tiny published pair, the user's own models folder, and a real HTTP server that does wrong what a test asks it to."""

import sys
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import numpy_bilm
import pytest
import torch

from elmo_explorer import BiLM
from elmo_explorer.downloads import Patience
from elmo_explorer.published_models import find_published

SENTENCES = [["The", "bank", "of", "the", "river"], ["潮水", "退", "了"]]


@dataclass
class Fault:
    """What goes wrong with one answer; in the order they are listed, one after the other."""

    status: int = 0
    """Answer with this status instead of the file."""
    headers: dict[str, str] = field(default_factory=dict)
    """Say this besides, or instead."""
    cut: int | None = None
    """Close the connection after so many bytes of the body."""
    stall: int | None = None
    """Send nothing more after so many bytes of the body, and keep the connection."""
    content: bytes | None = None
    """Send this instead."""
    no_length: bool = False
    """Do not say how long it is."""


class Server:
    """Serves ``files`` (path -> bytes); ``faults`` (path -> list) are used up answer by answer, then all is well."""

    def __init__(self):
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, list[Fault]] = {}
        self.etags: dict[str, str] = {}
        self.ranges = True
        self.asked: list[tuple[str, str | None, int]] = []
        """(path, Range, status) of every answer."""
        self.closing = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 1  # a forgotten connection does not hold up the tests

            def do_GET(self):
                outer.answer(self)

            def log_message(self, *_):
                pass

        class Quiet(ThreadingHTTPServer):
            def handle_error(self, request, client_address):
                if not isinstance(sys.exception(), ConnectionError):  # whoever asked may leave
                    super().handle_error(request, client_address)

        self._http = Quiet(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = False  # closing waits for them
        self.base = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()

    def fail(self, path, *faults):
        """The next answers for ``path`` go wrong in these ways (entries of Fault), one after the other."""
        self.faults[path] = [Fault(**fault) for fault in faults]

    def ranges_asked(self, path):
        """(Range, status) of each answer for ``path``."""
        return [(asked, status) for name, asked, status in self.asked if name == path]

    def close(self):
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def answer(self, handler):
        path = handler.path
        faults = self.faults.get(path, [])
        fault = faults.pop(0) if faults else Fault()
        content = self.files.get(path) if fault.content is None else fault.content
        status, start = fault.status or (404 if content is None else 200), 0
        etag = self.etags.get(path, '"one"')
        asked = handler.headers.get("Range")
        headers = {"ETag": etag, "Content-Type": "binary/octet-stream"}
        if status in (404, *range(300, 400), *range(500, 600)):
            content = b"no"
        elif asked and self.ranges and handler.headers.get("If-Range") in (None, etag):
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            if start >= len(content):
                status, content, start = 416, b"", 0
            else:
                status = fault.status or 206
                headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        content = content[start:]
        if not fault.no_length:
            headers["Content-Length"] = str(len(content))
        headers |= fault.headers
        self.asked.append((path, asked, status))
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        until = fault.cut if fault.cut is not None else fault.stall
        try:
            handler.wfile.write(content[:until])
            handler.wfile.flush()
        except ConnectionError:
            pass  # whoever asked has gone
        if fault.stall is not None:
            self.closing.wait(10)
        if until is not None or fault.no_length or "Content-Length" in fault.headers:
            handler.close_connection = True


@pytest.fixture
def server():
    server = Server()
    yield server
    server.close()


@pytest.fixture(scope="session")
def pair(tmp_path_factory):
    """Options and weights of some 300 kB."""
    options, weights = numpy_bilm.random_model(
        9, cell=64, projection=32, scale=0.1, cell_clip=3.0, proj_clip=3.0
    )
    return numpy_bilm.write(tmp_path_factory.mktemp("pair"), options, weights)


@pytest.fixture(scope="session")
def original(pair):
    """The model straight from the pair, and its vectors of SENTENCES."""
    bilm = BiLM.load(options=pair[0], weights=pair[1], device="cpu")
    return bilm.network.state_dict(), bilm.embed(SENTENCES)


@pytest.fixture
def same_vectors(original):
    """Is a model just this one, number by number?"""
    tensors, vectors = original

    def check(source):
        bilm = BiLM.load(source, device="cpu")
        found = bilm.network.state_dict()
        # Equal numbers at another place in memory may be summed in another order.
        for one, other in zip(bilm.embed(SENTENCES), vectors, strict=True):
            np.testing.assert_allclose(one, other, atol=1e-6)
        return found.keys() == tensors.keys() and all(
            torch.equal(found[name], tensors[name]) for name in tensors
        )

    return check


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    """The user's own models folder, for this test alone; it is not there yet."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "elmo-explorer" / "models"


@pytest.fixture
def small(server, pair):
    """The smallest published model's record, with the tiny pair at its addresses; and the paths of both."""
    model = find_published("small")
    paths = [address.removeprefix(server.base) for address in model.addresses(server.base)]
    for path, file in zip(paths, pair, strict=True):
        server.files[path] = file.read_bytes()
    return model, *paths


@pytest.fixture
def hasty():
    """Patience for tests."""
    return Patience(stall_seconds=0.3, tries=3, first_wait=0.01, longest_wait=0.02)
