"""Settings handed to another process."""

from __future__ import annotations

import pytest

from rasid.settings import load_settings


def test_another_process_gets_the_same_settings_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    given = load_settings(
        brokers="a:9092,b:9092", partitions=3, session_seconds=6, security_protocol="SASL_PLAINTEXT", sasl_username="u",
        sasl_password="wrong-and-secret",
    )  # fmt: skip
    environment = given.environment()
    assert "RASID_SASL_PASSWORD" not in environment
    assert not any("secret" in value for value in environment.values())
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert load_settings(sasl_password="wrong-and-secret") == given
