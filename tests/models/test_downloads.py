"""One file over HTTP, from a server that does what servers do."""

import hashlib
import threading

import pytest

from elmo_explorer.downloads import DownloadError, Patience, Progress, fetch, note_file, parts

CONTENT = bytes(range(256)) * 1000  # 256,000 bytes
FILE = "/weights.hdf5"
LARGEST = 1 << 20


@pytest.fixture
def target(tmp_path, server):
    server.files[FILE] = CONTENT
    return tmp_path / "weights.hdf5"


@pytest.fixture
def get(server, target, hasty):
    """Fetch; the sentences that were said on the way."""

    def run(**more):
        said = []
        n_bytes = fetch(server.base + FILE, target, LARGEST, **{"patience": hasty, "say": said.append} | more)
        assert target.read_bytes() == server.files[FILE]
        assert n_bytes == len(server.files[FILE])
        return said

    return run


@pytest.fixture
def refused(server, target, hasty):
    """Fetch in vain; the sentence."""

    def run(url=server.base + FILE, **more):
        with pytest.raises(DownloadError) as caught:
            fetch(url, target, LARGEST, **{"patience": hasty} | more)
        assert "\n" not in str(caught.value)
        return str(caught.value)

    return run


def test_a_whole_file(get, server):
    steps = []
    assert get(report=steps.append) == []
    assert steps[0] == Progress(0, len(CONTENT))
    assert steps[-1] == Progress(len(CONTENT), len(CONTENT))
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert server.ranges_asked(FILE) == [(None, 200)]


def test_a_whole_file_is_not_asked_for_twice(get, server):
    get()
    get()
    assert len(server.asked) == 1


def test_a_cut_goes_on_where_it_was(get, server):
    server.fail(FILE, {"cut": 100_000}, {"cut": 50_000})
    said = get()
    assert server.ranges_asked(FILE) == [
        (None, 200),
        ("bytes=100000-", 206),
        ("bytes=150000-", 206),
    ]
    assert said == ["the connection was cut; trying again in 0.01 s."] * 2


def test_a_stall_goes_on_where_it_was(get, server):
    server.fail(FILE, {"stall": 70_000})
    assert get() == ["nothing came for 0.3 s; trying again in 0.01 s."]
    assert server.ranges_asked(FILE)[1] == ("bytes=70000-", 206)


def test_no_answer_at_all_is_a_stall(refused, server, target):
    server.fail(FILE, *[{"stall": 0}] * 3)
    assert "nothing came for 0.3 s. Nothing of it is here yet; try again later." in refused()


def test_a_server_without_ranges_begins_anew(get, server):
    server.ranges = False
    server.fail(FILE, {"cut": 100_000})
    said = get()
    assert server.ranges_asked(FILE) == [(None, 200), ("bytes=100000-", 200)]
    assert said[1].startswith("The file has changed there, or the server cannot go on")


def test_a_server_that_always_cuts_is_given_up(refused, server, target):
    server.ranges = False
    server.fail(FILE, *[{"cut": 100_000}] * 3)
    sentence = refused()
    assert "100,000 bytes are kept: the same command goes on from there." in sentence
    assert parts(target) == Progress(100_000, len(CONTENT))


def test_every_new_byte_renews_patience(get, server):
    server.fail(FILE, *[{"cut": 20_000}] * 9)
    assert len(get()) == 9


def test_a_changed_file_begins_anew(get, server, target):
    def stop(progress):
        if progress.done >= 65_536:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        get(report=stop)
    kept = target.stat().st_size
    assert 0 < kept < len(CONTENT)
    server.files[FILE] = CONTENT[::-1]
    server.etags[FILE] = '"two"'
    get()
    assert server.ranges_asked(FILE)[1] == (f"bytes={kept}-", 200)


def test_a_server_that_compares_nothing_is_found_out(get, server):
    server.fail(FILE, {"cut": 100_000}, {"headers": {"ETag": '"two"'}})
    assert get()[1].startswith("the file has changed there and begins anew")
    assert server.ranges_asked(FILE)[-1] == (None, 200)


@pytest.mark.parametrize("range_line", ["bytes 0-255999/256000", "bytes 100000-255999/999999", "bytes x", ""])
def test_another_range_than_was_asked_for_is_not_taken(get, server, range_line):
    server.fail(FILE, {"cut": 100_000}, {"headers": {"Content-Range": range_line}})
    get()
    assert server.ranges_asked(FILE)[-1] == (None, 200)


def test_a_file_that_has_become_shorter_begins_anew(get, server, target):
    server.fail(FILE, {"cut": 100_000}, {"status": 416, "content": b""})
    get()
    assert [status for _, status in server.ranges_asked(FILE)] == [200, 416, 200]


@pytest.mark.parametrize("headers", [{"ETag": 'W/"weak"'}, {"ETag": ""}])
def test_what_cannot_be_compared_is_not_gone_on_with(get, server, headers):
    server.fail(FILE, {"cut": 100_000, "headers": headers})
    get()
    assert server.ranges_asked(FILE) == [(None, 200), (None, 200)]


def test_a_part_of_another_address_is_not_gone_on_with(get, server, target, hasty):
    server.files["/other"] = b"x" * 300_000
    server.fail("/other", *[{"cut": 100_000}] * 9)
    with pytest.raises(DownloadError):
        fetch(server.base + "/other", target, LARGEST, Patience(tries=1))
    get()
    assert server.ranges_asked(FILE) == [(None, 200)]


def test_a_part_without_a_note_is_of_no_use(get, target):
    target.write_bytes(b"who knows")
    get()
    note_file(target).write_text("{")
    get()
    note_file(target).write_text('{"url": 1, "validator": 2, "total": "3"}')
    get()


def test_a_busy_server_is_asked_again(get, server):
    server.fail(FILE, {"status": 500}, {"status": 503, "headers": {"Retry-After": "900"}})
    assert get() == [
        "the server answers 500 Internal Server Error; trying again in 0.01 s.",
        "the server answers 503 Service Unavailable; trying again in 0.02 s.",
    ]


def test_a_server_that_stays_busy_is_given_up(refused, server):
    server.fail(FILE, *[{"status": 500}] * 3)
    assert "the server answers 500 Internal Server Error. Nothing of it is here yet" in refused()


def test_what_is_not_there_is_not_asked_for_again(refused, server):
    assert "answers 404 Not Found; the address may have changed" in refused(url=server.base + "/gone")
    assert len(server.asked) == 1


def test_a_longer_promise_than_body(refused, server):
    server.fail(FILE, *[{"headers": {"Content-Length": "300000"}}] * 9)
    server.ranges = False
    assert "256,000 bytes are kept" in refused()


def test_a_shorter_promise_than_body_is_taken_at_its_word(server, target, hasty):
    server.fail(FILE, {"headers": {"Content-Length": "1000"}})
    assert fetch(server.base + FILE, target, LARGEST, hasty) == 1000


def test_a_redirect_is_followed(server, target, get, hasty):
    server.fail("/old", {"status": 302, "headers": {"Location": FILE}})
    fetch(server.base + "/old", target, LARGEST, hasty)
    assert hashlib.sha256(target.read_bytes()).digest() == hashlib.sha256(CONTENT).digest()


def test_a_circle_of_redirects(refused, server):
    server.fail(FILE, *[{"status": 302, "headers": {"Location": FILE}}] * 50)
    assert "leads round in circles" in refused()


def test_a_sign_in_page_is_not_the_file(refused, server):
    server.fail(FILE, {"content": b"<html>", "headers": {"Content-Type": "text/html; charset=utf-8"}})
    assert "does this network ask you to sign in first?" in refused()


def test_a_packed_file_is_refused(refused, server):
    server.fail(FILE, {"headers": {"Content-Encoding": "gzip"}})
    assert "packs the file" in refused()


@pytest.mark.parametrize("no_length", [False, True])
def test_more_than_there_can_be_is_refused(refused, server, no_length):
    server.files[FILE] = CONTENT * 6
    server.fail(FILE, {"no_length": no_length})
    assert "should be 1,048,576 bytes at most, found" in refused()


def test_without_a_length_the_end_is_the_end(get, server):
    server.fail(FILE, {"no_length": True})
    steps = []
    get(report=steps.append)
    assert steps[-1] == Progress(len(CONTENT), None)


def test_a_disk_that_is_too_small_is_told_before(server, target, hasty, monkeypatch):
    monkeypatch.setattr("elmo_explorer.disk_space.MARGIN", 1 << 60)
    with pytest.raises(ValueError, match=r"MB free, .* are needed: make room first"):
        fetch(server.base + FILE, target, LARGEST, hasty)


@pytest.mark.parametrize(
    "url", ["ftp://host/file", "file:///etc/passwd", "no address", "http://", "http://\0"]
)
def test_no_address(refused, url):
    assert "should be an address that begins with http:// or https://" in refused(url=url)


def test_nobody_there(refused, server):
    assert "the server cannot be reached: Connection refused" in refused(
        url="http://127.0.0.1:9/weights.hdf5"
    )


def test_no_thread_is_left(get):
    before = threading.active_count()
    get()
    assert threading.active_count() <= before + 1  # the server's own
