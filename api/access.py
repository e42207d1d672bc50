"""Who may do what: scopes of the key that a request shows, and `require`."""

from api.context import Holder, Info
from graph.errors import PapergraphError
from graph.keys import Scope, id_of, opens
from graph.store import GraphStore

_BEARER = "bearer "


class Unauthenticated(PapergraphError):
    """No key was shown, or none that this store knows."""


class Forbidden(PapergraphError):
    """The key that was shown does not allow this."""


async def holder(store: GraphStore, authorization: str | None, *, reading: bool) -> Holder:
    """Return who asks by the Authorization header; `reading`: whether everybody may read.

    Raises `Unauthenticated` where a key is shown that opens nothing: who shows one wants to be known.
    """
    everybody = frozenset({Scope.READ}) if reading else frozenset()
    if authorization is None:
        return Holder("", everybody)
    shown = authorization[len(_BEARER) :].strip() if authorization.lower().startswith(_BEARER) else ""
    id = id_of(shown)
    key = await store.key(id) if id else None
    if key is None or not opens(key, shown):
        raise Unauthenticated(
            "the key in the Authorization header opens nothing here; `papergraph key` makes one"
        )
    return Holder(key.name, everybody | key.scopes | {Scope.READ})


def require(info: Info, scope: Scope) -> None:
    """Raise `Unauthenticated` or `Forbidden` unless the request may do what this scope allows."""
    held = info.context.asking.scopes
    if scope in held:
        return
    if held <= {Scope.READ}:
        raise Unauthenticated(
            f"this needs a key with the scope {scope}: send it as `Authorization: Bearer <key>`"
        )
    raise Forbidden(f"the key lacks the scope {scope}; it has {', '.join(sorted(held))}")
