"""The kinds of entities and claims, and which kinds a claim may join."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class EntityKind(StrEnum):
    """What an entity is."""

    METHOD = "Method"
    TASK = "Task"
    DATASET = "Dataset"
    METRIC = "Metric"


class ClaimKind(StrEnum):
    """What a claim says of its head and its tail."""

    PROPOSES = "PROPOSES"
    IMPROVES_ON = "IMPROVES_ON"
    BUILDS_ON = "BUILDS_ON"
    COMPARED_WITH = "COMPARED_WITH"
    ADDRESSES = "ADDRESSES"
    EVALUATED_ON = "EVALUATED_ON"
    TRAINED_ON = "TRAINED_ON"
    BENCHMARK_FOR = "BENCHMARK_FOR"
    SUBCLASS_OF = "SUBCLASS_OF"
    MEASURED_BY = "MEASURED_BY"
    MENTIONS = "MENTIONS"


@dataclass(frozen=True, slots=True)
class Signature:
    """The ends that a kind of claim may join."""

    heads: frozenset[EntityKind]
    tails: frozenset[EntityKind]
    paper: bool
    """Whether the paper itself may be the head."""
    same: bool = False
    """Whether an entity as head must be of the tail's kind."""


def _signature(heads: str, tails: str, *, same: bool = False) -> Signature:
    names = set(heads.split())
    return Signature(
        heads=frozenset(EntityKind(name) for name in names - {"Paper"}),
        tails=frozenset(EntityKind(name) for name in tails.split()),
        paper="Paper" in names,
        same=same,
    )


SIGNATURES: Mapping[ClaimKind, Signature] = MappingProxyType(
    {
        ClaimKind.PROPOSES: _signature("Paper", "Method Task Dataset Metric"),
        ClaimKind.IMPROVES_ON: _signature("Paper Method Dataset", "Method Dataset", same=True),
        ClaimKind.BUILDS_ON: _signature("Paper Method Dataset", "Method Dataset"),
        ClaimKind.COMPARED_WITH: _signature("Paper Method", "Method"),
        ClaimKind.ADDRESSES: _signature("Paper Method", "Task"),
        ClaimKind.EVALUATED_ON: _signature("Paper Method", "Dataset"),
        ClaimKind.TRAINED_ON: _signature("Paper Method", "Dataset"),
        ClaimKind.BENCHMARK_FOR: _signature("Dataset", "Task"),
        ClaimKind.SUBCLASS_OF: _signature("Method Task", "Method Task", same=True),
        ClaimKind.MEASURED_BY: _signature("Paper Method Task Dataset", "Metric"),
        ClaimKind.MENTIONS: _signature("Paper", "Method Task Dataset Metric"),
    }
)
