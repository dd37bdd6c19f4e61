"""By which name the service, and so a person who looks at the queue, knows a kernel."""

import urllib.parse

import pytest

from jupyterlab_diffusion import client


@pytest.fixture
def name_in(monkeypatch):
    def name_of(notebook: str) -> str:
        monkeypatch.setenv("JPY_SESSION_NAME", notebook)
        client._client_id.cache_clear()
        sent = client._client_id()
        client._client_id.cache_clear()
        assert sent.isascii()
        assert len(sent) <= 100
        return urllib.parse.unquote(sent.rsplit(" #", 1)[0], errors="strict")

    return name_of


@pytest.mark.parametrize(
    ("notebook", "name"),
    [
        ("work/two.ipynb", "two.ipynb"),
        ("一只猫在屋顶.ipynb", "一只猫在屋顶.ipynb"),
        ("一只猫在屋顶上晒太阳.ipynb", "一只猫在屋顶上晒太…"),
        ("🐈" * 20, "🐈" * 6 + "…"),
        ("a" * 91, "a" * 81 + "…"),
        ("a" * 90, "a" * 90),
        ("", "kernel"),
        ("\udce9.ipynb", "?.ipynb"),
    ],
)
def test_a_kernel_is_named_after_its_notebook_in_whole_characters(name_in, notebook, name):
    assert name_in(notebook) == name
