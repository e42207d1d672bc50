"""Decisions of curators about what is in a graph: checked against it, and made."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from graph.curation import Decision, DecisionKind
from graph.errors import InvalidValue
from graph.model import entity_id, kind_of
from graph.names import slug
from graph.store import EntityRecord, GraphStore


async def merge(store: GraphStore, entities: Sequence[str], into: str, by: str) -> list[Decision]:
    """Return the decisions that some entities are the same as `into`."""
    target = await _entity(store, into, "into")
    if not entities:
        raise InvalidValue("entities", "must name the entities that are the same")
    for id, record in zip(entities, await store.entities(entities), strict=True):
        _known(record, id, "entities")
        if kind_of(id) is not kind_of(into) or id == into:
            raise InvalidValue(
                "entities", f"{id!r} cannot be merged into {into!r}: two of one kind are wanted"
            )
    return [
        Decision(_id(), DecisionKind.MERGE, id, into, target.entity.name, by=by, made=_now())
        for id in dict.fromkeys(entities)
    ]


async def split(store: GraphStore, entity: str, names: Sequence[str], name: str, by: str) -> list[Decision]:
    """Return the decision that what is written as one of `names` is an entity of its own called `name`."""
    record = await _entity(store, entity, "entity")
    known = {slug(each): each for each in record.entity.names}
    wanted = {slug(each) for each in names}
    for each in names:
        if slug(each) not in known:
            raise InvalidValue("names", f"{each!r} is none of its names: {', '.join(record.entity.names)}")
    if not wanted or wanted == known.keys():
        raise InvalidValue(
            "names", "must be some of its names, not all: all of it is what renameEntity is for"
        )
    into = entity_id(record.entity.kind, name)
    decision = Decision(
        _id(),
        DecisionKind.SPLIT,
        entity,
        into,
        name,
        tuple(sorted(known[each] for each in wanted)),
        by,
        _now(),
    )
    return [decision]


async def rename(store: GraphStore, entity: str, name: str, by: str) -> list[Decision]:
    """Return the decision that an entity is called `name`."""
    await _entity(store, entity, "entity")
    return [Decision(_id(), DecisionKind.RENAME, entity, name=name, by=by, made=_now())]


async def reject(store: GraphStore, claim: str, by: str) -> list[Decision]:
    """Return the decision that a claim is wrong."""
    decision = Decision(_id(), DecisionKind.REJECT, claim, by=by, made=_now())
    [facts] = await store.facts([decision.paper or ""])
    if facts is None or all(each.id != claim for each in facts.claims):
        raise InvalidValue("id", f"no claim has the id {claim!r}")
    return [decision]


async def rejection(store: GraphStore, claim: str) -> Decision:
    """Return the decision by which a claim was rejected."""
    for decision in reversed(await store.decisions()):
        if decision.kind is DecisionKind.REJECT and decision.subject == claim:
            return decision
    raise InvalidValue("id", f"no claim with the id {claim!r} is rejected")


async def decision(store: GraphStore, id: str) -> Decision:
    """Return the decision with this id."""
    for each in await store.decisions():
        if each.id == id:
            return each
    raise InvalidValue("id", f"no curation has the id {id!r}")


async def _entity(store: GraphStore, id: str, field: str) -> EntityRecord:
    [record] = await store.entities([id])
    return _known(record, id, field)


def _known(record: EntityRecord | None, id: str, field: str) -> EntityRecord:
    if record is None:
        raise InvalidValue(field, f"no entity has the id {id!r}")
    return record


def _id() -> str:
    return secrets.token_hex(6)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
