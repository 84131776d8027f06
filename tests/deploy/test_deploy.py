"""What can be known of deploy/ without a container engine: its files parse, and agree with the code and each other."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from rasid.cli.app import app as command_line
from rasid.settings import PREFIX, Settings, load_settings
from rasid.stream.agents import DEFECT, UNDELIVERED
from rasid.stream.health import STALLED
from rasid.stream.kafka_install import KAFKA_VERSION
from rasid.stream.metrics import Metrics
from rasid.stream.supervisor import FATAL_EXITS, UNCLEAN, stop_seconds

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
PROMETHEUS: dict[str, Any] = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text())
RULES: dict[str, Any] = yaml.safe_load((DEPLOY / "prometheus" / "rasid.rules.yml").read_text())
DASHBOARD: dict[str, Any] = json.loads((DEPLOY / "grafana" / "rasid.json").read_text())
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
UNIT = (DEPLOY / "systemd" / "rasid.service").read_text()

FILES = [path for path in DEPLOY.rglob("*") if path.is_file()]
SETTINGS = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


def instructions() -> Iterator[tuple[str, str]]:
    """The Dockerfile's instructions, continuation lines joined, comments left out."""
    text = "\n".join(line for line in DOCKERFILE.splitlines() if not line.lstrip().startswith("#"))
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip():
            name, _, rest = line.strip().partition(" ")
            yield name, rest.strip()


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix in (".yml", ".yaml")], ids=lambda path: path.name)
def test_yaml_parses(path: Path) -> None:
    assert yaml.safe_load(path.read_text())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_variable_is_a_setting(path: Path) -> None:
    used = set(re.findall(rf"\b{PREFIX}[A-Z_]+", path.read_text()))
    assert used <= SETTINGS


def test_the_example_environment_is_valid() -> None:
    lines = (DEPLOY / "systemd" / "rasid.env.example").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert values["RASID_SASL_PASSWORD"] == "", "no secret is kept here"
    values["RASID_SASL_PASSWORD"] = "given"
    settings = load_settings(**{name.removeprefix(PREFIX).lower(): value for name, value in values.items()})
    assert (settings.security_protocol, settings.replication) == ("SASL_SSL", 3)


def test_bases_and_images_are_pinned() -> None:
    bases = [rest.split(" ")[0] for name, rest in instructions() if name == "FROM"]
    images = [service["image"] for service in SERVICES.values() if "build" not in service]
    for image in bases + images:
        assert re.fullmatch(r"[a-z/]+:v?\d+\.\d+\.\d+(-[a-z-]+)?", image), image


def test_what_is_copied_exists_and_is_in_the_context() -> None:
    ignore = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert ignore[0] == "*"
    for name, rest in instructions():
        if name == "COPY" and not rest.startswith("--from"):
            for source in rest.split()[:-1]:
                assert (ROOT / source).exists()
                assert f"!{source}" in ignore


def test_the_final_stage_is_bare_and_without_root() -> None:
    """No compilers, no installer, locked packages with hashes, an own user, a health check."""
    stages: list[list[tuple[str, str]]] = []
    for name, rest in instructions():
        if name == "FROM":
            stages.append([])
        stages[-1].append((name, rest))
    build, final = stages
    runs = " ".join(rest for name, rest in final if name == "RUN")
    assert "apt-get" not in runs
    assert "pip install" not in runs
    assert any("--require-hashes -r requirements.lock" in rest for name, rest in build if name == "RUN")
    user = next(rest for name, rest in final if name == "USER")
    assert user.split(":")[0].isdigit()
    assert user.split(":")[0] != "0"
    assert any(name == "HEALTHCHECK" and "/healthz" in rest for name, rest in final)
    assert json.loads(dict(final)["ENTRYPOINT"]) == ["rasid"]


def test_the_health_check_is_a_program_that_runs() -> None:
    check = next(rest for name, rest in instructions() if name == "HEALTHCHECK")
    command = json.loads(check.partition("CMD ")[2])
    assert command[:2] == ["python", "-c"]
    compile(command[2], "health check", "exec")


def test_commands_exist() -> None:
    known = {info.name or info.callback.__name__ for info in command_line.registered_commands if info.callback}
    known |= {info.name for info in command_line.registered_groups if info.name}
    commands = [
        json.loads(dict(instructions())["CMD"])[0],
        *(service["command"][0] for service in SERVICES.values() if "command" in service),
    ]
    assert {*commands, "worker"} <= known


def test_compose_starts_in_order() -> None:
    assert SERVICES["topics"]["depends_on"]["kafka"]["condition"] == "service_healthy"
    assert SERVICES["worker"]["depends_on"]["topics"]["condition"] == "service_completed_successfully"
    assert SERVICES["topics"]["restart"] == "no"


def test_compose_publishes_on_the_loopback_address_only() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_listeners_brokers_and_ports_agree() -> None:
    kafka = SERVICES["kafka"]["environment"]
    [broker] = SERVICES["worker"]["environment"]["RASID_BROKERS"].split(",")
    host, port = broker.split(":")
    assert host in SERVICES
    assert f"INSIDE://{broker}" in kafka["KAFKA_ADVERTISED_LISTENERS"]
    assert f"INSIDE://:{port}" in kafka["KAFKA_LISTENERS"]
    assert kafka["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"
    for published in SERVICES["kafka"]["ports"]:
        assert f"HOST://localhost:{published.split(':')[1]}" in kafka["KAFKA_ADVERTISED_LISTENERS"]


def test_every_worker_process_is_scraped() -> None:
    command = SERVICES["worker"]["command"]
    base = int(re.search(r"RASID_HTTP_PORT=(\d+)", DOCKERFILE)[1])  # type: ignore[index]
    expected = [base + index for index in range(int(command[command.index("-n") + 1]))]
    [job] = PROMETHEUS["scrape_configs"]
    assert job["job_name"] == "rasid"
    assert job["static_configs"][0]["targets"] == [f"worker:{port}" for port in expected]
    assert SERVICES["worker"]["ports"] == [f"127.0.0.1:{port}:{port}" for port in expected]
    assert dict(instructions())["EXPOSE"] == str(base) == str(load_settings().http_port)


def test_a_stop_is_given_the_time_that_draining_may_take() -> None:
    needed = stop_seconds(load_settings())
    assert int(SERVICES["worker"]["stop_grace_period"].removesuffix("s")) > needed
    assert int(re.search(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)[1]) > needed  # type: ignore[index]


def test_the_kafka_is_the_one_that_is_tested() -> None:
    assert SERVICES["kafka"]["image"] == f"apache/kafka:{KAFKA_VERSION}"


def test_mounted_files_exist() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (DEPLOY / source).exists(), source
    for file in PROMETHEUS["rule_files"]:
        assert (DEPLOY / "prometheus" / file).exists()


def exposed() -> set[str]:
    """Every sample name that a worker exposes."""
    names = set()
    for metric in Metrics().registry.collect():
        suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}.get(metric.type, [""])
        names |= {metric.name + suffix for suffix in suffixes}
    return names


EXPRESSIONS = [rule["expr"] for group in RULES["groups"] for rule in group["rules"]] + [
    target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]
]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_metric_that_is_asked_for_exists(expression: str) -> None:
    assert expression.count("(") == expression.count(")")
    used = set(re.findall(r"\b(?:rasid|process)_[a-z_]+", expression))
    assert used <= exposed()
    assert used or "up{" in expression


def test_alerts_are_named_once_and_explained() -> None:
    rules = [rule for group in RULES["groups"] for rule in group["rules"]]
    names = [rule["alert"] for rule in rules]
    assert len(set(names)) == len(names)
    for rule in rules:
        assert rule["labels"]["severity"] in ("warning", "critical")
        assert rule["annotations"]["summary"]
        assert f"`{rule['alert']}`" in OPERATIONS


def test_the_unit_does_not_restart_what_a_restart_cannot_mend() -> None:
    codes = re.search(r"^RestartPreventExitStatus=(.*)$", UNIT, re.MULTILINE)
    assert codes is not None
    assert {int(code) for code in codes[1].split()} == FATAL_EXITS


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    """Every key and value is known to systemd, and little is left exposed."""
    program = tmp_path / "rasid"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    unit = tmp_path / "rasid.service"
    unit.write_text(UNIT.replace("/opt/rasid/bin/rasid", str(program)))
    environment = os.environ | {"SYSTEMD_LOG_LEVEL": "warning"}
    result = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, env=environment)
    said = [line for line in result.stderr.splitlines() if "rasid.service" in line]
    assert said == []


def test_every_metric_is_documented_and_no_other() -> None:
    documented = set(re.findall(r"^\| `(rasid_[a-z_]+)`", OPERATIONS, re.MULTILINE))
    counted = {f"{metric.name}_total" if metric.type == "counter" else metric.name for metric in Metrics().registry.collect()}
    assert documented == {name for name in counted if name.startswith("rasid_")}


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_documented_as_it_is(name: str) -> None:
    field = Settings.model_fields[name]
    default = ",".join(field.default) if isinstance(field.default, list) else "" if field.default is None else str(field.default)
    shown = f"`{default}`" if default else ""
    assert f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} |" in OPERATIONS


def test_every_exit_code_of_a_worker_is_documented() -> None:
    table = OPERATIONS.partition("## Exit codes of a worker")[2].partition("##")[0]
    documented = {int(code): restarted for code, restarted in re.findall(r"^\| (\d+) \|.*\| (yes|no) \|$", table, re.MULTILINE)}
    assert {code for code, restarted in documented.items() if restarted == "no"} == {0, *FATAL_EXITS}
    assert {UNCLEAN, STALLED, UNDELIVERED, DEFECT} < set(documented)
