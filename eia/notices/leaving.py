"""Work of `eia jobs` that keeps nothing before it is through may be left in the middle when the service is stopped."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Left(BaseException):
    """Work was left in the middle: nothing of it is kept, and it is done again. No `except Exception` may hold it."""


@contextmanager
def left_when_stopped() -> Iterator[None]:
    """Leave the block at the first signal to stop. Only for work without a transaction, a lock or a file.

    It adds to what `jobs.stop_on_signals` set, and does nothing where nobody asked to be stopped that way.
    """
    if current_thread() is not main_thread():
        yield
        return
    handlers = ((number, signal.getsignal(number)) for number in SIGNALS)
    ours = {int(number): one for number, one in handlers if callable(one) and one is not signal.default_int_handler}

    def leave(number: int, frame: FrameType | None) -> None:
        ours[number](number, frame)
        raise Left

    for number in ours:
        signal.signal(number, leave)
    try:
        yield
    finally:
        for number, stop in ours.items():
            signal.signal(number, stop)
