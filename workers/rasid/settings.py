"""Every setting, in one place, from the environment (`RASID_…`) or a `.env` file."""

from __future__ import annotations

import os
import re
import ssl
import tempfile
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from rasid.errors import SettingsError

PREFIX = "RASID_"
MIB = 1024 * 1024

Source = Literal["default", "environment", ".env file"]
SecurityProtocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
SaslMechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]

_NAME = re.compile(r"[A-Za-z0-9._-]*")


class Described(NamedTuple):
    """One setting as `rasid settings` prints it: its variable, its value (secrets masked), where that came from, what it does."""

    name: str
    value: str
    source: Source
    description: str


class Settings(BaseSettings):
    """What can be configured. Sizes are bytes or characters, times seconds unless the name says days."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    brokers: Annotated[list[str], NoDecode] = Field(["localhost:9092"], description="Kafka brokers, host:port, comma-separated")
    security_protocol: SecurityProtocol = Field("PLAINTEXT", description="how to talk to the brokers")
    sasl_mechanism: SaslMechanism = Field("SCRAM-SHA-512", description="how to log in, where the protocol has SASL")
    sasl_username: str | None = Field(None, description="the login")
    sasl_password: SecretStr | None = Field(None, description="its password")
    tls_ca_file: Path | None = Field(None, description="PEM file of the authority that signed the brokers' certificates")
    tls_cert_file: Path | None = Field(None, description="PEM file of the client's certificate, if the brokers ask for one")
    tls_key_file: Path | None = Field(None, description="PEM file of the client's key")

    topic_prefix: str = Field("", description="put before the name of every topic, and before the app's id")
    app_id: str = Field("rasid", min_length=1, description="the consumer group, and the prefix of internal topics")
    partitions: int = Field(8, ge=1, le=1000, description="partitions of every topic; fixed once topics exist")
    replication: int = Field(1, ge=1, le=9, description="copies of every partition; 3 in production")
    raw_retention_days: float = Field(7, gt=0, description="how long articles.raw and articles.unique are kept")
    outcome_retention_days: float = Field(30, gt=0, description="how long duplicates and dead letters are kept")
    claim_days: float = Field(14, gt=0, description="how long an article is remembered for finding its copies")

    max_message_bytes: int = Field(4 * MIB, ge=1024, description="largest message that intake takes; others are dead letters")
    max_record_bytes: int = Field(
        64 * MIB,
        ge=64 * 1024,
        le=70 * MIB,
        description="largest message on articles.raw; dead letters are larger",
    )
    max_text_chars: int = Field(200_000, ge=1000, description="longest text of an article")
    max_html_chars: int = Field(2_000_000, ge=1000, description="longest page of an article")
    article_seconds: float = Field(5.0, gt=0, le=60, description="processor time of one article; one over it is a dead letter")

    batch_articles: int = Field(200, ge=1, le=5000, description="messages that an agent takes at once, at most")
    session_seconds: float = Field(10.0, ge=6, le=300, description="a worker silent for so long loses its partitions")
    commit_seconds: float = Field(1.0, gt=0, le=60, description="how often offsets are committed")
    delivery_seconds: float = Field(30.0, ge=1, le=600, description="how long Kafka is waited for, at start and at a delivery")
    drain_seconds: float = Field(10.0, gt=0, le=300, description="how long a stopping worker may finish what it holds")
    stall_seconds: float = Field(60.0, ge=5, description="no progress for so long while there is lag: the worker exits")

    state_dir: Path = Field(Path(".state"), description="where workers keep their tables; each worker its own directory in it")
    gazetteer: Path | None = Field(None, description="places known beside the shipped ones: a file of rasid gazetteer import")
    instance: str = Field("", description="name of this worker among those of the app; empty: its host's name")
    http_host: str = Field("127.0.0.1", description="address for /metrics, /healthz and /readyz")
    http_port: int = Field(9102, ge=0, le=65535, description="its port; worker n of -n listens on port + n; 0: any free one")

    log_format: Literal["console", "json"] = Field("console", description="how logs are written, to standard error")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="the least severe line that is logged")

    @field_validator("brokers", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("brokers")
    @classmethod
    def _addresses(cls, value: list[str]) -> list[str]:
        for address in value:
            host, _, port = address.rpartition(":")
            if not host or not port.isdigit() or not 0 < int(port) < 65536:
                raise ValueError(f"{address!r} is not host:port")
        if not value:
            raise ValueError("at least one broker is needed")
        return value

    @field_validator("topic_prefix", "app_id", "instance")
    @classmethod
    def _kafka_name(cls, value: str) -> str:
        if not _NAME.fullmatch(value) or len(value) > 100:
            raise ValueError("only letters, digits, '.', '_' and '-', at most 100 of them")
        return value

    @model_validator(mode="after")
    def _together(self) -> Settings:
        if self.security_protocol.startswith("SASL") and not (self.sasl_username and self.sasl_password):
            raise ValueError(f"{PREFIX}SASL_USERNAME and {PREFIX}SASL_PASSWORD are needed with {self.security_protocol}")
        if (self.tls_cert_file is None) != (self.tls_key_file is None):
            raise ValueError(f"{PREFIX}TLS_CERT_FILE and {PREFIX}TLS_KEY_FILE go together")
        if self.max_message_bytes > self.max_record_bytes:
            raise ValueError(f"{PREFIX}MAX_MESSAGE_BYTES is over {PREFIX}MAX_RECORD_BYTES")
        return self

    @property
    def bootstrap(self) -> str:
        """The brokers as Kafka clients take them."""
        return ",".join(self.brokers)

    @property
    def max_dead_letter_bytes(self) -> int:
        """What articles.dead-letter must carry: the largest record in base64, and the words around it."""
        return self.max_record_bytes * 4 // 3 + MIB

    def ssl_context(self) -> ssl.SSLContext | None:
        """The TLS context, or None without TLS. Raises SettingsError naming the file that cannot be read."""
        if not self.security_protocol.endswith("SSL"):
            return None
        try:
            context = ssl.create_default_context(cafile=str(self.tls_ca_file) if self.tls_ca_file else None)
        except (OSError, ssl.SSLError) as error:
            raise SettingsError(f"{PREFIX}TLS_CA_FILE: {self.tls_ca_file}: {error}") from error
        if self.tls_cert_file and self.tls_key_file:
            try:
                context.load_cert_chain(self.tls_cert_file, self.tls_key_file)
            except (OSError, ssl.SSLError) as error:
                raise SettingsError(f"{PREFIX}TLS_CERT_FILE, {PREFIX}TLS_KEY_FILE: {error}") from error
        return context

    def kafka_options(self) -> dict[str, Any]:
        """Keyword arguments with which any aiokafka client reaches and logs in to the brokers."""
        options: dict[str, Any] = {"bootstrap_servers": self.brokers, "security_protocol": self.security_protocol}
        if context := self.ssl_context():
            options["ssl_context"] = context
        if self.security_protocol.startswith("SASL") and self.sasl_password:
            options |= {
                "sasl_mechanism": self.sasl_mechanism,
                "sasl_plain_username": self.sasl_username,
                "sasl_plain_password": self.sasl_password.get_secret_value(),
            }
        return options

    def describe(self) -> list[Described]:
        """Every setting in the order of this file, with its value and where it came from; secrets are masked."""
        in_file = {name.upper() for name, value in _env_file(self.model_config.get("env_file")).items() if value}
        in_environment = {name.upper() for name, value in os.environ.items() if value}
        rows = []
        for field, info in type(self).model_fields.items():
            name, value = f"{PREFIX}{field.upper()}", getattr(self, field)
            source: Source = "environment" if name in in_environment else ".env file" if name in in_file else "default"
            shown = "" if value is None else ",".join(value) if isinstance(value, list) else str(value)
            rows.append(Described(name, shown, source, info.description or ""))
        return rows

    def environment(self) -> dict[str, str]:
        """The variables that give another process these settings; secrets are left out."""
        secret = {f"{PREFIX}{field.upper()}" for field in type(self).model_fields if isinstance(getattr(self, field), SecretStr)}
        return {row.name: row.value for row in self.describe() if row.value and row.name not in secret}


def load_settings(**overrides: Any) -> Settings:
    """The settings of this process; `overrides` win over the environment.

    Raises SettingsError that names every wrong setting and never repeats a secret.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        lines = []
        for problem in error.errors(include_input=False, include_url=False):
            name = f"{PREFIX}{str(problem['loc'][0]).upper()}: " if problem["loc"] else ""
            lines.append(name + problem["msg"].removeprefix("Value error, "))
        raise SettingsError("; ".join(lines)) from None


def state_dir_problem(path: Path) -> str | None:
    """Why tables cannot be kept in a directory (which is made if it is missing), or None."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            return None
    except OSError as error:
        return f"{PREFIX}STATE_DIR: {path}: {error.strerror or error}"


def _env_file(path: Any) -> dict[str, str | None]:
    return dotenv_values(path) if isinstance(path, str | Path) and Path(path).is_file() else {}
