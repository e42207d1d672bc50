"""Random GraphQL queries over the fields that stores answer at once, for tests that compare two ways."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
)

from graph.selection import FIELDS

_ROOTS = sorted(FIELDS["Query"])
_DATES = ["2017", "2018-10", "2019-06-19", "2012", "2025"]
_RESOLVED = {"totalCount", "pageRank", "history"}
"""Fields that no plan has: what counts or computes on the whole graph."""


class RandomQueries:
    """Writes queries that are valid in a schema. `pools` holds values for arguments by their names, and
    cursors by the field that they page: "papers", "entities", "claims"."""

    def __init__(self, schema: GraphQLSchema, random: Random, pools: Mapping[str, Sequence[str]]) -> None:
        self._schema, self._random, self._pools = schema, random, pools
        self._fragments: list[str] = []
        self._variables: dict[str, Any] = {}
        self._declared: list[str] = []
        self._aliases = 0

    def query(self) -> tuple[str, dict[str, Any]]:
        """Return a query and its variables."""
        root = self._schema.query_type
        assert root is not None
        chosen = [self._random.choice(_ROOTS) for _ in range(self._random.randint(1, 3))]
        fields = " ".join(self._field(root, name, 0) for name in chosen)
        declared = f"({', '.join(self._declared)})" if self._declared else ""
        return f"query Q{declared} {{ {fields} }} {' '.join(self._fragments)}", self._variables

    def _selection(self, type: Any, depth: int) -> str:
        if isinstance(type, GraphQLInterfaceType) and self._random.random() < 0.7:
            parts = [self._fields(type, depth)]
            for each in self._schema.get_possible_types(type):
                if self._random.random() < 0.4:
                    parts.append(f"... on {each.name} {{ {self._fields(each, depth)} }}")
            if type.name == "Node" and self._random.random() < 0.5:
                entity = self._schema.get_type("Entity")
                parts.append(f"... on Entity {{ {self._fields(entity, depth)} }}")
            return " ".join(parts)
        if self._random.random() < 0.2:
            name = f"F{len(self._fragments)}"
            self._fragments.append("")
            place = len(self._fragments) - 1
            self._fragments[place] = f"fragment {name} on {type.name} {{ {self._fields(type, depth)} }}"
            return f"...{name}" if self._random.random() < 0.5 else f"__typename ...{name} ...{name}"
        return self._fields(type, depth)

    def _fields(self, type: Any, depth: int) -> str:
        names = [
            name
            for name, field in type.fields.items()
            if (is_leaf_type(get_named_type(field.type)) or depth < 6) and name not in _RESOLVED
        ]
        chosen = self._random.sample(names, min(len(names), self._random.randint(1, 5)))
        # Large answers say no more: deep down, one thing of several is enough.
        nested = [name for name in chosen if not is_leaf_type(get_named_type(type.fields[name].type))]
        for name in nested[2:] if depth < 3 else nested[1:]:
            chosen.remove(name)
        parts = [self._field(type, name, depth) for name in chosen]
        if self._random.random() < 0.3:
            parts.append("__typename")
        if self._random.random() < 0.1:
            parts.append(f"... @include(if: {self._flag()}) {{ __typename }}")
        return " ".join(parts) or "__typename"

    def _field(self, type: Any, name: str, depth: int) -> str:
        field = type.fields[name]
        self._aliases += 1
        arguments = self._arguments(type, name, field)
        # Two uses of one key must agree in their arguments, so everything with arguments has its own.
        alias = f"a{self._aliases}: " if arguments or self._random.random() < 0.1 else ""
        directive = f" @skip(if: {self._flag()})" if alias and self._random.random() < 0.1 else ""
        inner = get_named_type(field.type)
        if is_leaf_type(inner):
            return f"{alias}{name}{directive}"
        # A key of its own, too, for what may be selected in two ways in two fragments.
        alias = alias or f"a{self._aliases}: "
        return f"{alias}{name}{arguments}{directive} {{ {self._selection(inner, depth + 1)} }}"

    def _flag(self) -> str:
        name = f"flag{len(self._variables)}"
        self._variables[name] = self._random.random() < 0.5
        self._declared.append(f"${name}: Boolean!")
        return f"${name}"

    def _arguments(self, type: Any, name: str, field: GraphQLField) -> str:
        given: list[str] = []
        pages = "claims" if name == "papers" and type.name != "Query" else name
        window = self._random.choice(
            [("first",), ("last",), ("first", "after"), ("last", "before"), ("after",)]
        )
        for argument, definition in field.args.items():
            value: str | None = None
            if argument in ("first", "last"):
                if argument in window and (argument == "last" or "last" not in window):
                    value = str(self._random.choice([1, 2, 3, 5]))
            elif argument in ("after", "before"):
                if argument in window and self._pools.get(pages):
                    value = f'"{self._random.choice(self._pools[pages])}"'
            elif argument in ("id", "name"):
                value = self._text(argument if argument == "id" else name)
            elif self._random.random() < 0.4:
                value = self._input(definition.type)
            if value is not None:
                given.append(f"{argument}: {value}")
        return f"({', '.join(given)})" if given else ""

    def _text(self, pool: str) -> str:
        value = self._random.choice(self._pools[pool])
        if self._random.random() < 0.3:
            name = f"text{len(self._variables)}"
            self._variables[name] = value
            self._declared.append(f"${name}: {'ID' if pool == 'id' else 'String'}!")
            return f"${name}"
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def _input(self, type: Any) -> str:
        inner = type.of_type if isinstance(type, GraphQLNonNull) else type
        if isinstance(inner, GraphQLList):
            return f"[{self._input(inner.of_type)}]"
        if isinstance(inner, GraphQLEnumType):
            return str(self._random.choice(sorted(inner.values)))
        if isinstance(inner, GraphQLInputObjectType):
            fields = self._random.sample(sorted(inner.fields), self._random.randint(0, 2))
            return f"{{ {', '.join(f'{n}: {self._condition(n, inner.fields[n].type)}' for n in fields)} }}"
        return "1"

    def _condition(self, name: str, type: Any) -> str:
        match name:
            case "since" | "until":
                return f'"{self._random.choice(_DATES)}"'
            case "minSupport":
                return str(self._random.choice([1, 2]))
            case "minConfidence":
                return str(self._random.choice([0, 0.5, 0.85, 1]))
            case "listed":
                return '"2025-01-22"'
            case "venue":
                return '"NeurIPS"'
            case "entity":
                return f'"{self._random.choice(self._pools["id"])}"'
            case _:
                return self._input(type)
