"""The language of a Lab whose page has asked nothing yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_diffusion.lab_locale import lab_locale


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ('{"locale": "zh_CN"}', "zh_CN"),
        ('// a comment, as Lab writes them\n{"locale": "zh_CN",}', "zh_CN"),
        ('{"locale": "default"}', None),
        ("{}", None),
        ("[]", None),
        ("{", None),
        (None, None),
    ],
)
def test_the_locale_is_what_the_settings_say(text, locale, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JUPYTERLAB_SETTINGS_DIR", str(tmp_path))
    folder = tmp_path / "@jupyterlab" / "translation-extension"
    folder.mkdir(parents=True)
    if text is not None:
        (folder / "plugin.jupyterlab-settings").write_text(text)
    assert lab_locale() == locale
