"""The session of a command: the operator at the console, or the person named by --as."""

from __future__ import annotations

from qingshan.accounts.session import Session, actor_for_login, console_actor
from qingshan.foundation.clock import now
from qingshan.foundation.opening import operator


def console() -> Session:
    return Session(console_actor(operator()), now(), clock=now)


def session_for(login: str) -> Session:
    if not login:
        return console()
    instant = now()
    return Session(actor_for_login(login, instant), instant, extra={"operator": operator()}, clock=now)
