"""Who may ask what through the Jupyter server, and how it reaches the service and comes back."""

from __future__ import annotations

import http.client
import json
import time
import urllib.parse
import urllib.request

import pytest
from conftest import TOKEN, wait_for

OWNER = {"Authorization": f"token {TOKEN}"}


CHANGES = ("POST", "PUT", "PATCH", "DELETE")
ROUTES = [("GET", "v1/jobs"), ("HEAD", "v1/jobs"), *((method, "v1/jobs/1") for method in CHANGES)]


@pytest.mark.parametrize(("method", "route"), ROUTES)
@pytest.mark.parametrize(
    "credentials",
    [{}, {"Authorization": "token wrong"}, {"Authorization": "Bearer wrong"}, {"Cookie": "a=b"}],
)
def test_nobody_without_credentials_gets_through(jupyter, method, route, credentials):
    reply = jupyter.ask(f"diffusion/{route}", method, **credentials)
    assert reply.status == 403
    assert b"pid" not in reply.body


@pytest.mark.parametrize(("method", "route"), ROUTES)
def test_the_token_gets_through_on_every_method(jupyter, method, route):
    reply = jupyter.ask_as_owner(f"diffusion/{route}", method)
    assert reply.status == 200
    if method != "HEAD":
        assert json.loads(reply.body)["method"] == method


@pytest.mark.parametrize("method", CHANGES)
def test_a_cookie_changes_nothing_without_the_xsrf_token(jupyter, cookies, method):
    browser = {"Cookie": cookies["Cookie"]}
    assert jupyter.ask("diffusion/v1/jobs", method, **browser).status == 403
    assert jupyter.ask("diffusion/v1/jobs", method, **browser, X_XSRFToken=cookies["_xsrf"]).status == 200


@pytest.mark.parametrize("method", ["GET", *CHANGES])
@pytest.mark.parametrize(
    "foreign",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_another_sites_page_is_refused_whatever_its_cookie(jupyter, cookies, method, foreign):
    browser = {"Cookie": cookies["Cookie"], "X_XSRFToken": cookies["_xsrf"]}
    reply = jupyter.ask("diffusion/v1/jobs", method, **browser, **foreign)
    assert reply.status in {403, 404}
    assert b"pid" not in reply.body


def test_another_host_name_is_refused(jupyter):
    assert jupyter.ask_as_owner("diffusion/v1/jobs", Host="evil.example").status == 403


def test_the_prefix_is_the_base_url(jupyter):
    root = jupyter.url.removesuffix("p/")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{root}diffusion/v1/jobs?token={TOKEN}")
    assert refused.value.code == 404


@pytest.mark.parametrize(
    ("asked", "received"),
    [
        ("diffusion/v1/jobs", "/v1/jobs"),
        ("diffusion/v1/jobs?limit=2&cursor=%2Fx", "/v1/jobs?limit=2&cursor=%2Fx"),
        (f"diffusion/v1/jobs?token={TOKEN}&limit=2", "/v1/jobs?limit=2"),
        ("diffusion/v1/%2e%2e%2fetc", "/v1/%2e%2e%2fetc"),
    ],
)
def test_the_path_arrives_as_it_was_asked_for(jupyter, asked, received):
    assert json.loads(jupyter.ask_as_owner(asked).body)["url"] == received


def test_the_service_sees_no_credentials_of_the_browser(jupyter, cookies):
    reply = jupyter.ask(
        "diffusion/v1/jobs",
        "POST",
        "{“a”}".encode(),
        Cookie=cookies["Cookie"],
        X_XSRFToken=cookies["_xsrf"],
        Origin=jupyter.url.removesuffix("/p/"),
        Content_Type="application/json",
        Idempotency_Key="k1",
        Accept_Language="zh-CN",
    )
    seen = json.loads(reply.body)
    headers = seen["headers"]
    assert seen["body"] == "{“a”}"
    assert headers["idempotency-key"] == "k1"
    assert headers["accept-language"] == "zh-CN"
    assert headers["content-type"] == "application/json"
    assert not {"cookie", "origin", "x-xsrftoken", "referer"} & set(headers)
    assert TOKEN not in json.dumps(seen)


def test_bytes_headers_and_errors_come_back_as_they_are(jupyter):
    picture = jupyter.ask_as_owner("diffusion/bytes")
    assert picture.body == b"\x07" * 3_000_000
    assert picture.headers["Content-Type"] == "image/png"
    assert picture.headers["Cache-Control"] == "private, max-age=9"
    refused = jupyter.ask_as_owner("diffusion/refused", "POST")
    assert (refused.status, json.loads(refused.body)["error"]["code"]) == (409, "conflict")
    assert jupyter.ask_as_owner("diffusion/nothing", "DELETE").status == 204


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_events_pass_at_once(jupyter, encoding):
    address = urllib.parse.urlsplit(jupyter.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=20)
    connection.request("GET", "/p/diffusion/events", headers={**OWNER, "Accept-Encoding": encoding})
    response = connection.getresponse()
    assert response.getheader("Content-Type") == "text/event-stream"
    late_ms = []
    for line in response:
        if line.startswith(b"data: "):
            late_ms.append(time.time() * 1000 - int(line[6:]))
    connection.close()
    assert len(late_ms) == 20
    assert sorted(late_ms)[10] < 15


def test_a_browser_that_leaves_ends_the_stream_in_the_service(jupyter):
    def open_streams() -> int:
        return json.loads(jupyter.ask_as_owner("diffusion/open-streams").body)["open"]

    before = open_streams()
    address = urllib.parse.urlsplit(jupyter.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=20)
    connection.request("GET", "/p/diffusion/events?forever", headers=OWNER)
    connection.getresponse().readline()
    assert open_streams() == before + 1
    connection.sock.close()
    connection.close()
    wait_for(lambda: open_streams() == before, timeout=5)
