"""From a GraphQL operation to a `Question`, which a store answers with one statement.

`question` knows the fields of `graph.selection.FIELDS`. Whatever else a query asks for, and whatever in it
cannot be meant, is `NotCompiled`: the resolvers answer it, with the errors that belong to it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSkipDirective,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_directive_values,
    get_named_type,
)
from graphql.execution.values import VariableValues, get_argument_values, get_variable_values
from strawberry.types.arguments import convert_arguments

from api import asked
from graph.errors import PapergraphError
from graph.kinds import EntityKind
from graph.selection import FIELDS, Asked, ById, ByName, Field, Question, Selection

_MOST_FIELDS = 60
"""Of one object: SQLite's functions take so many arguments."""

_COUNTED = {"total_count"}
"""Of pages: what a store has counted is looked up by the resolvers."""

_ASKED: Mapping[tuple[str, str], Callable[..., Asked]] = MappingProxyType(
    {
        ("Query", "paper"): ById,
        ("Query", "papers"): asked.papers,
        ("Query", "entity"): ById,
        ("Query", "entities"): asked.entities,
        ("Query", "method"): partial(ByName, EntityKind.METHOD),
        ("Query", "task"): partial(ByName, EntityKind.TASK),
        ("Query", "dataset"): partial(ByName, EntityKind.DATASET),
        ("Query", "metric"): partial(ByName, EntityKind.METRIC),
        ("Paper", "claims"): asked.claims_of_paper,
        ("Paper", "proposes"): asked.proposed,
        ("Entity", "claims"): asked.claims_about,
        ("Entity", "papers"): asked.papers_about,
        ("Entity", "results"): asked.results,
    }
)


class NotCompiled(Exception):
    """The query asks for what a question cannot hold."""


def question(
    schema: Any,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> Question:
    """Return the question of a valid query; `schema` is a `strawberry.Schema`.

    Raises `NotCompiled`.
    """
    values = get_variable_values(schema._schema, operation.variable_definitions or (), dict(variables))
    if isinstance(values, list):
        raise NotCompiled("the variables are wrong")
    try:
        reader = _Reader(schema, fragments, values)
        return Question(reader.fields(schema._schema.query_type, [operation.selection_set]))
    except (GraphQLError, PapergraphError) as error:
        raise NotCompiled(str(error)) from error


class _Reader:
    """Reads selections of one operation."""

    def __init__(
        self, schema: Any, fragments: Mapping[str, FragmentDefinitionNode], variables: VariableValues
    ) -> None:
        self._strawberry, self._schema = schema, schema._schema
        self._fragments, self._variables = fragments, variables

    def selection(self, type: Any, sets: Sequence[SelectionSetNode]) -> Selection:
        """Return what is wanted of a type, by each that it may turn out to be."""
        abstract = isinstance(type, GraphQLInterfaceType)
        possible = self._schema.get_possible_types(type) if abstract else [type]
        return Selection(tuple((each.name, self.fields(each, sets)) for each in possible))

    def fields(self, type: GraphQLObjectType, sets: Iterable[SelectionSetNode]) -> tuple[Field, ...]:
        """Return the fields that are wanted of an object of this type, those of one key together."""
        by_key: dict[str, list[FieldNode]] = {}
        self._collect(type, sets, by_key, set())
        if len(by_key) > _MOST_FIELDS:
            raise NotCompiled(f"more than {_MOST_FIELDS} fields of one object")
        return tuple(self._field(type, key, nodes) for key, nodes in by_key.items())

    def _collect(
        self,
        type: GraphQLObjectType,
        sets: Iterable[SelectionSetNode],
        by_key: dict[str, list[FieldNode]],
        seen: set[str],
    ) -> None:
        for node in (node for each in sets for node in each.selections):
            if not self._wanted(node):
                continue
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                by_key.setdefault(key, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                if condition is None or self._holds(condition.name.value, type):
                    self._collect(type, [node.selection_set], by_key, seen)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                seen.add(node.name.value)
                fragment = self._fragments[node.name.value]
                if self._holds(fragment.type_condition.name.value, type):
                    self._collect(type, [fragment.selection_set], by_key, seen)

    def _wanted(self, node: Any) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self._variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self._variables)
        return not (skip and skip["if"]) and not (include and not include["if"])

    def _holds(self, condition: str, type: GraphQLObjectType) -> bool:
        wanted = self._schema.get_type(condition)
        return wanted is type or (
            isinstance(wanted, GraphQLInterfaceType) and self._schema.is_sub_type(wanted, type)
        )

    def _field(self, type: GraphQLObjectType, key: str, nodes: Sequence[FieldNode]) -> Field:
        name = nodes[0].name.value
        if name == "__typename":
            return Field(key, "typename")
        definition: GraphQLField | None = type.fields.get(name)
        if definition is None:
            raise NotCompiled(f"{type.name}.{name}")
        field = definition.extensions["strawberry-definition"]
        group = "Entity" if type.name in set(EntityKind) else type.name
        if field.python_name in _COUNTED or field.python_name not in FIELDS.get(group, {field.python_name}):
            raise NotCompiled(f"{type.name}.{name}")
        sets = [node.selection_set for node in nodes if node.selection_set]
        of = self.selection(get_named_type(definition.type), sets) if sets else None
        ask = _ASKED.get((group, field.python_name))
        return Field(
            key, field.python_name, ask(**self._arguments(definition, nodes[0])) if ask else None, of
        )

    def _arguments(self, definition: GraphQLField, node: FieldNode) -> dict[str, Any]:
        return convert_arguments(
            get_argument_values(definition, node, self._variables),
            definition.extensions["strawberry-definition"].arguments,
            scalar_registry=self._strawberry.schema_converter.scalar_registry,
            config=self._strawberry.config,
        )
