"""A time budget for work that never waits."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType
from typing import ParamSpec, TypeVar

from rasid.errors import ExtractionTimeoutError

P = ParamSpec("P")
T = TypeVar("T")


class _OverBudgetError(BaseException):
    """Not an Exception, so that no `except Exception` on the way swallows it."""


class Budget:
    """Interrupts a synchronous call by SIGPROF, which Python code and its regexes notice within milliseconds.

    It counts processor time: an article is not to blame for a busy or a suspended machine. Only in the main thread, and
    only one at a time: the signal belongs to the process.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._armed = False
        signal.signal(signal.SIGPROF, self._expire)

    def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The call's result. Raises ExtractionTimeoutError if it is not there inside the budget."""
        self._armed = True
        # Repeated, in case a callback out of C code swallows the first one.
        signal.setitimer(signal.ITIMER_PROF, self.seconds, 0.1)
        try:
            return call(*args, **kwargs)
        except _OverBudgetError:
            raise ExtractionTimeoutError(f"not done after {self.seconds:g} s of processor time") from None
        finally:
            self._armed = False
            signal.setitimer(signal.ITIMER_PROF, 0)

    def _expire(self, _signal: int, _frame: FrameType | None) -> None:
        if self._armed:
            raise _OverBudgetError
