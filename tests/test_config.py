"""The settings: safe by default, or a refusal that says in one line exactly what to set."""

from dataclasses import fields

import pytest

from config import NotConfigured, Settings, settings_from

KEY = "0123456789abcdef0123456789abcdef"


def refusal(**environ: str) -> str:
    with pytest.raises(NotConfigured) as caught:
        settings_from(environ)
    return str(caught.value)


def test_only_the_secret_key_must_be_set() -> None:
    assert settings_from({"EIA_SECRET_KEY": KEY}).secret_key == KEY


def test_nothing_starts_without_a_secret_key() -> None:
    assert "set EIA_SECRET_KEY" in refusal()


def test_a_short_secret_key_is_refused() -> None:
    assert "EIA_SECRET_KEY" in refusal(EIA_SECRET_KEY="short")


def test_every_fault_is_named_in_one_line() -> None:
    line = refusal(EIA_PORT="many", EIA_MAIL_SERVER="mail.example.org", EIA_COOKIE_SECURE="perhaps")
    named = ("EIA_SECRET_KEY", "EIA_PORT", "EIA_ADDRESS", "EIA_MAIL_FROM", "EIA_COOKIE_SECURE")
    assert [name for name in named if name not in line] == []
    assert "\n" not in line


def test_unencrypted_cookies_are_refused_on_a_public_address() -> None:
    line = refusal(EIA_SECRET_KEY=KEY, EIA_COOKIE_SECURE="0", EIA_ADDRESS="http://eia.example.org")
    assert "EIA_COOKIE_SECURE" in line


def test_unencrypted_cookies_are_refused_when_others_can_reach_the_port() -> None:
    environ = {"EIA_COOKIE_SECURE": "0", "EIA_ADDRESS": "http://127.0.0.1:8000", "EIA_LISTEN": "0.0.0.0"}
    assert "EIA_COOKIE_SECURE" in refusal(EIA_SECRET_KEY=KEY, **environ)


def test_unencrypted_cookies_are_allowed_on_this_machine() -> None:
    environ = {"EIA_SECRET_KEY": KEY, "EIA_COOKIE_SECURE": "0", "EIA_ADDRESS": "http://127.0.0.1:8000"}
    assert settings_from(environ).cookie_secure is False


def test_an_unknown_database_is_refused() -> None:
    assert "EIA_DATABASE_URL" in refusal(EIA_SECRET_KEY=KEY, EIA_DATABASE_URL="mysql://localhost/eia")


def test_a_token_that_can_be_guessed_is_refused() -> None:
    assert "EIA_METRICS_TOKEN" in refusal(EIA_SECRET_KEY=KEY, EIA_METRICS_TOKEN="short")
    assert settings_from({"EIA_SECRET_KEY": KEY, "EIA_METRICS_TOKEN": "x" * 16}).metrics_token


def test_an_empty_value_means_the_default() -> None:
    assert settings_from({"EIA_SECRET_KEY": KEY, "EIA_PORT": " "}).port == Settings.port


def test_secrets_are_not_printed_with_the_settings() -> None:
    assert KEY not in repr(settings_from({"EIA_SECRET_KEY": KEY}))


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.name)
def test_every_setting_says_what_it_means(setting: object) -> None:
    metadata = setting.metadata  # type: ignore[attr-defined]
    assert metadata["name"].startswith("EIA_")
    assert metadata["says"].endswith(".")
