"""SASL/SCRAM over TLS, against a real listener: right credentials work everywhere, wrong ones are told in one line."""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from rasid.stream.broker import HOST, EmbeddedKafka
from rasid.stream.kafka_install import java, kafka_jars

pytestmark = pytest.mark.integration
USER, PASSWORD = "rasid-worker", "zP4x-not-to-be-seen"


def certificate(name: str, issuer: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None = None):  # type: ignore[no-untyped-def]
    """A certificate for the loopback address, of its own authority or signed by `issuer`, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(minutes=5))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
    )
    return builder.sign(issuer[1] if issuer else key, hashes.SHA256()), key


def pem(certificate_: x509.Certificate) -> bytes:
    return certificate_.public_bytes(serialization.Encoding.PEM)


class Secured(NamedTuple):
    """A Kafka with a listener that wants TLS and a login, one without for its operator, and the authority's file."""

    secure: str
    plain: str
    ca: Path
    other_ca: Path


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    directory = tmp_path_factory.mktemp("tls")
    authority = certificate("rasid test authority")
    server, key = certificate("broker", authority)
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (directory / "broker.pem").write_bytes(private + pem(server))
    (directory / "ca.pem").write_bytes(pem(authority[0]))
    (directory / "other-ca.pem").write_bytes(pem(certificate("somebody else")[0]))
    sockets = [socket.create_server((HOST, 0)) for _ in range(3)]
    plain, secure, controller = (each.getsockname()[1] for each in sockets)
    for each in sockets:
        each.close()
    settings = {
        "listeners": f"PLAINTEXT://{HOST}:{plain},SECURE://{HOST}:{secure},CONTROLLER://{HOST}:{controller}",
        "advertised.listeners": f"PLAINTEXT://{HOST}:{plain},SECURE://{HOST}:{secure}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,SECURE:SASL_SSL,CONTROLLER:PLAINTEXT",
        "controller.quorum.voters": f"1@{HOST}:{controller}",
        "sasl.enabled.mechanisms": "SCRAM-SHA-512",
        "listener.name.secure.scram-sha-512.sasl.jaas.config": (
            "org.apache.kafka.common.security.scram.ScramLoginModule required;"
        ),
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": str(directory / "broker.pem"),
    }
    with EmbeddedKafka(port=plain, settings=settings):
        tool = [java(), "-cp", f"{kafka_jars()}/*", "kafka.admin.ConfigCommand", "--bootstrap-server", f"{HOST}:{plain}"]
        user = ["--add-config", f"SCRAM-SHA-512=[password={PASSWORD}]", "--entity-type", "users", "--entity-name", USER]
        subprocess.run([*tool, "--alter", *user], check=True, capture_output=True)
        yield Secured(f"{HOST}:{secure}", f"{HOST}:{plain}", directory / "ca.pem", directory / "other-ca.pem")


def login(secured: Secured) -> dict[str, str]:
    """The environment of a client that may enter, on topics of its own."""
    return {
        "RASID_BROKERS": secured.secure,
        "RASID_SECURITY_PROTOCOL": "SASL_SSL",
        "RASID_SASL_USERNAME": USER,
        "RASID_SASL_PASSWORD": PASSWORD,
        "RASID_TLS_CA_FILE": str(secured.ca),
        "RASID_PARTITIONS": "1",
        "RASID_TOPIC_PREFIX": f"sec{uuid.uuid4().hex[:8]}.",
    }


def rasid(secured: Secured, *arguments: str, stdin: str = "", **changes: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rasid", *arguments]
    environment = os.environ | login(secured) | changes
    return subprocess.run(command, input=stdin, capture_output=True, text=True, env=environment, timeout=90)


def test_right_credentials_work_for_every_client(secured: Secured) -> None:
    """Admin, producer and consumer all log in over TLS."""
    prefix = {"RASID_TOPIC_PREFIX": "right."}
    assert rasid(secured, "topics", "apply", **prefix).returncode == 0
    sent = rasid(secured, "ingest", "-", stdin='{"text": "خبر"}\n', **prefix)
    assert json.loads(sent.stdout)["delivered"] == 1
    assert rasid(secured, "tail", "casualty", "--from-beginning", "--no-follow", **prefix).returncode == 0


def test_a_worker_logs_in_and_brings_an_article_through(secured: Secured, tmp_path: Path) -> None:
    """Consumers, producer, changelogs and the lag reader all use the login; the password is in no log."""
    own = {"RASID_TOPIC_PREFIX": "worker.", "RASID_STATE_DIR": str(tmp_path), "RASID_HTTP_PORT": "0"}
    rasid(secured, "topics", "apply", **own)
    rasid(secured, "ingest", "-", stdin='{"text": "قتل تسعة مدنيين في غارة جوية على مدينة صعدة"}\n', **own)
    command = [sys.executable, "-m", "rasid", "worker"]
    environment = os.environ | login(secured) | own | {"RASID_LOG_LEVEL": "debug"}
    with (tmp_path / "log").open("w") as log:
        worker = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    try:
        event = rasid(secured, "tail", "casualty", "--from-beginning", "--limit", "1", **own)
        assert json.loads(event.stdout)["count"]["best"] == 9
        worker.terminate()
        assert worker.wait(20) == 0
    finally:
        worker.kill()
        worker.wait()
    text = (tmp_path / "log").read_text()
    assert PASSWORD not in text
    assert "lag is unknown" not in text


def test_a_worker_with_a_wrong_password_ends_at_once(secured: Secured, tmp_path: Path) -> None:
    result = rasid(secured, "worker", RASID_SASL_PASSWORD="wrong-and-secret", RASID_STATE_DIR=str(tmp_path))
    assert result.returncode == 4
    assert "rasid: credentials: " in result.stderr.splitlines()[-1]
    assert "waiting for Kafka" not in result.stderr
    assert "wrong-and-secret" not in result.stderr


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"RASID_SASL_PASSWORD": "wrong-and-secret"}, "credentials", f"refuses the login '{USER}'"),
        ({"RASID_SASL_USERNAME": "nobody"}, "credentials", "refuses the login 'nobody'"),
        ({"RASID_SASL_MECHANISM": "SCRAM-SHA-256"}, "credentials", "RASID_SASL_MECHANISM"),
        ({"RASID_TLS_CA_FILE": "other"}, "credentials", "is not trusted (RASID_TLS_CA_FILE)"),
        ({"RASID_TLS_CA_FILE": ""}, "credentials", "is not trusted (RASID_TLS_CA_FILE)"),
        ({"RASID_SECURITY_PROTOCOL": "PLAINTEXT"}, "broker", "does RASID_SECURITY_PROTOCOL PLAINTEXT fit?"),
        ({"RASID_SECURITY_PROTOCOL": "SASL_PLAINTEXT"}, "broker", "does RASID_SECURITY_PROTOCOL SASL_PLAINTEXT fit?"),
        ({"RASID_BROKERS": "plain"}, "broker", "does RASID_SECURITY_PROTOCOL SASL_SSL fit?"),
        ({"RASID_BROKERS": f"{HOST}:9"}, "broker", "no answer from Kafka"),
    ],
    ids=["password", "user", "mechanism", "authority", "no authority", "plaintext", "no tls", "tls to plaintext", "nobody there"],
)  # fmt: skip
@pytest.mark.parametrize("command", [("topics", "check"), ("ingest", "-")], ids=["admin", "producer"])
def test_what_is_wrong_is_one_line_without_secrets(
    secured: Secured, command: tuple[str, ...], changes: dict[str, str], code: str, said: str
) -> None:
    places = {"other": str(secured.other_ca), "plain": secured.plain}
    changes = {name: places.get(value, value) for name, value in changes.items()}
    result = rasid(secured, *command, stdin='{"text": "خبر"}\n', **changes)
    assert result.returncode == 4
    assert result.stderr.startswith(f"rasid: {code}: ")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert PASSWORD not in result.stderr + result.stdout
    assert "wrong-and-secret" not in result.stderr + result.stdout
