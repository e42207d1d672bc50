"""The schema is the one that is committed, says what everything is, and knows every kind of the graph."""

from pathlib import Path

import graphql

from api import inputs
from api.schema import build_schema
from graph import kinds

COMMITTED = Path(__file__).parent.parent / "api" / "schema.graphql"
SDL = build_schema().as_str()


def test_the_committed_schema_is_the_schema() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == SDL + "\n", (
        "the schema has changed; look at the difference, then run: papergraph schema > api/schema.graphql"
    )


def described() -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    for name, type in graphql.build_schema(SDL).type_map.items():
        if name.startswith("__") or graphql.is_specified_scalar_type(type):
            continue
        found.append((name, type.description))
        if isinstance(type, graphql.GraphQLEnumType):
            found += [(f"{name}.{value}", type.values[value].description) for value in type.values]
        elif isinstance(type, graphql.GraphQLInputObjectType):
            found += [(f"{name}.{field}", type.fields[field].description) for field in type.fields]
        elif isinstance(type, graphql.GraphQLObjectType | graphql.GraphQLInterfaceType):
            for field, definition in type.fields.items():
                found.append((f"{name}.{field}", definition.description))
                found += [
                    (f"{name}.{field}({argument})", definition.args[argument].description)
                    for argument in definition.args
                ]
    return found


def test_everything_is_described_in_whole_sentences() -> None:
    assert [name for name, text in described() if not (text or "").endswith((".", "?"))] == []


def test_the_enumerations_are_those_of_the_graph() -> None:
    assert [kind.name for kind in inputs.EntityKind] == [kind.name for kind in kinds.EntityKind]
    assert [kind.name for kind in inputs.ClaimKind] == [kind.name for kind in kinds.ClaimKind]
    assert [kind.name for kind in inputs.NodeKind] == ["PAPER", *(kind.name for kind in kinds.EntityKind)]
