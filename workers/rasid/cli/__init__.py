"""The `rasid` command. `main` maps every error raised on purpose to one line and a stable exit code."""

from __future__ import annotations

import logging
import os
import sys

from rasid.errors import BrokerError, RasidError, SettingsError, TopicError

OK = 0
FAILED = 1
USAGE = 2
EXIT_CODES = {SettingsError: 3, BrokerError: 4, TopicError: 5}
UNREADABLE = 6
INTERRUPTED = 130
INTERNAL = 70


def exit_code(error: RasidError) -> int:
    """The exit code of an error; FAILED for those without one of their own."""
    return next((code for kind, code in EXIT_CODES.items() if isinstance(error, kind)), FAILED)


def complain(code: str, message: str) -> None:
    """One line on standard error: `rasid: code: message`."""
    line = " ".join(message.split())
    print(f"rasid: {code}: {''.join(c if c.isprintable() else '�' for c in line)}", file=sys.stderr)


def main() -> None:
    """Run the command line; exits with the codes of `rasid --help`."""
    from rasid.cli.app import app

    # Its complaints come back as errors, which are said once.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)

    try:
        app(prog_name="rasid")
    except RasidError as error:
        complain(error.code, str(error))
        sys.exit(exit_code(error))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(OK)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as error:
        complain("unreadable", f"{error.filename or ''}: {error.strerror or error}".removeprefix(": "))
        sys.exit(UNREADABLE)
    except Exception as error:
        if os.environ.get("RASID_DEBUG"):
            raise
        complain("internal", f"{type(error).__name__}: {error} (a defect; RASID_DEBUG=1 shows where)")
        sys.exit(INTERNAL)
