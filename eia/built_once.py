"""What Flask and Jinja would build anew for each page though nothing can change it: addresses, and names for templates.

An address depends on its endpoint and values alone; a page has fifty, and most are those of the page before.
"""

from collections import OrderedDict
from collections.abc import MutableMapping
from typing import Any

from flask.globals import request_ctx
from flask.templating import Environment

from eia import logs

KEPT = 5_000
"""Addresses a worker keeps; each is some hundred bytes."""


class Templates(Environment):
    """Each template would lay a map of its own, always empty, over the names that all templates know, and each import
    of a macro would walk over both.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


class App(logs.App):
    jinja_environment = Templates

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self._addresses: OrderedDict[tuple[object, ...], str] = OrderedDict()

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        key = _key(endpoint, values)
        try:
            known = self._addresses.get(key) if key else None
        except TypeError:  # several values under one name
            key = known = None
        if known is not None:
            return known
        address = super().url_for(endpoint, **values)
        if key:
            self._addresses[key] = address
            if len(self._addresses) > KEPT:
                self._addresses.popitem(last=False)
        return address


def _key(endpoint: str, values: dict[str, Any]) -> tuple[object, ...] | None:
    """Everything the address is made of; none for one that names the host, and none for one that opens a door by
    itself: its token is kept nowhere.

    1 and True are equal, and make two addresses.
    """
    names_host = values.get("_external") or values.get("_scheme")
    if names_host or endpoint.startswith(".") or "token" in values or not request_ctx:
        return None
    by = request_ctx.url_adapter
    if by is None:
        return None
    said = values.values()
    return (endpoint, by.script_name, by.default_method, *values, *said, *map(type, said))
