"""Event streams over the WebSocket of a page: who may open it, what travels, what ends with what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import TOKEN, JupyterServer, wait_for
from websocket import (
    ABNF,
    WebSocket,
    WebSocketBadStatusException,
    create_connection,
)

OWNER = [f"Authorization: token {TOKEN}"]


def socket_of(jupyter: JupyterServer, header: list[str] = OWNER, origin: str | None = None) -> WebSocket:
    url = jupyter.url.replace("http", "ws", 1) + "diffusion/lines"
    return create_connection(url, header=header, origin=origin, suppress_origin=origin is None, timeout=10)


@pytest.fixture
def page(jupyter: JupyterServer) -> Iterator[WebSocket]:
    made = socket_of(jupyter)
    yield made
    made.close()


def ask(page: WebSocket, **words: Any) -> None:
    page.send(json.dumps(words))


def frames(page: WebSocket, lines: int = 1) -> tuple[dict[int, list[dict]], dict[int, str]]:
    """What was said of each line, and the text of each, until so many are over."""
    said: dict[int, list[dict]] = {}
    text: dict[int, str] = {}
    over = 0
    while over < lines:
        frame = page.recv()
        if frame.startswith("{"):
            word = json.loads(frame)
            said.setdefault(word.pop("line"), []).append(word)
            over += "over" in word
        else:
            number, _, rest = frame.partition(" ")
            text[int(number)] = text.get(int(number), "") + rest
    return said, text


def open_streams(jupyter: JupyterServer) -> int:
    return json.loads(jupyter.ask_as_owner("diffusion/open-streams").body)["open"]


@pytest.mark.parametrize("header", [[], ["Authorization: token wrong"], ["Cookie: a=b"]])
def test_nobody_without_credentials_opens_it(jupyter, header):
    with pytest.raises(WebSocketBadStatusException) as refused:
        socket_of(jupyter, header)
    assert refused.value.status_code == 403


def test_another_sites_page_is_refused_whatever_its_cookie(jupyter, cookies):
    browser = [f"Cookie: {cookies['Cookie']}"]
    socket_of(jupyter, browser, jupyter.url.removesuffix("/p/")).close()
    with pytest.raises(WebSocketBadStatusException) as refused:
        socket_of(jupyter, browser, "http://evil.example")
    assert refused.value.status_code == 403


def test_ten_lines_pass_at_once_each_whole_and_by_its_number(jupyter, page):
    for number in range(1, 11):
        ask(page, open=number, path="v1/events", headers={"Accept": "text/event-stream"})
    said, text = frames(page, 10)
    assert sorted(text) == list(range(1, 11))
    for number, words in said.items():
        assert words == [
            {"taken": True},
            {"status": 200, "headers": {"Content-Type": "text/event-stream"}},
            {"over": True, "broke": False},
        ]
        assert text[number].count("data: ") == 20


def test_the_service_sees_what_a_line_needs_and_no_more(page):
    sent = {
        "Last-Event-ID": "7",
        "X-Client": "panel #1",
        "Accept-Language": "zh-CN",
        "Cookie": "c",
        "Host": "h",
    }
    ask(page, open=1, path="v1/jobs/j1/events?previews=no", headers=sent)
    _, text = frames(page)
    seen = json.loads(text[1])
    assert (seen["method"], seen["url"]) == ("GET", "/v1/jobs/j1/events?previews=no")
    names = {"last-event-id", "x-client", "accept-language"}
    assert {name: seen["headers"][name] for name in names} == {
        "last-event-id": "7",
        "x-client": "panel #1",
        "accept-language": "zh-CN",
    }
    assert "cookie" not in seen["headers"]
    assert seen["headers"]["host"] == "localhost"


def test_a_refusal_comes_with_its_words(page):
    ask(page, open=3, path="v1/jobs/refused/events")
    said, text = frames(page)
    assert said[3][1]["status"] == 409
    assert json.loads(text[3])["error"]["message"] == "不"


@pytest.mark.parametrize(
    "path", ["v1/jobs", "v1/jobs/a/b/events", "../v1/events", "health/ready", "v1/events#x"]
)
def test_only_streams_are_lines(page, path):
    ask(page, open=1, path=path)
    said, _ = frames(page)
    assert said[1][0]["status"] == 404


def test_a_stream_that_breaks_off_says_so(page):
    ask(page, open=1, path="v1/jobs/cut/events")
    said, text = frames(page)
    assert said[1][-1] == {"over": True, "broke": True}
    assert "data: 1" in text[1]


def test_a_line_that_is_left_ends_in_the_service_and_the_others_go_on(jupyter, page):
    before = open_streams(jupyter)
    ask(page, open=1, path="v1/events?forever")
    ask(page, open=2, path="v1/events?forever")
    wait_for(lambda: open_streams(jupyter) == before + 2, timeout=5)
    ask(page, close=1)
    ask(page, close=1)
    ask(page, close=99)
    wait_for(lambda: open_streams(jupyter) == before + 1, timeout=5)
    assert any(page.recv().startswith("2 data: ") for _ in range(50))


def test_a_page_that_is_gone_ends_all_its_lines(jupyter):
    before = open_streams(jupyter)
    page = socket_of(jupyter)
    for number in range(8):
        ask(page, open=number, path="v1/events?forever")
    wait_for(lambda: open_streams(jupyter) == before + 8, timeout=5)
    page.sock.close()
    wait_for(lambda: open_streams(jupyter) == before, timeout=5)


def test_a_page_has_no_more_than_256_lines_at_once(jupyter, page):
    for number in range(257):
        ask(page, open=number, path="v1/events?forever")
    while True:
        frame = page.recv()
        if '"status": 429' in frame:
            assert json.loads(frame)["line"] == 256
            break


@pytest.mark.parametrize(
    "message", ["", "[]", "{}", '{"open": "1", "path": "v1/events"}', '{"open": 1}', "\0"]
)
def test_what_is_no_message_ends_it(page, message):
    page.send(message)
    opcode, data = page.recv_data()
    assert (opcode, int.from_bytes(data[:2], "big")) == (ABNF.OPCODE_CLOSE, 1007)
