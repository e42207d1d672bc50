"""What a query asks for, worked out from its text before anything runs: depth, aliases, directives, cost.

The cost of a field is 1, and of a list the number of its items times what is asked of each: `first` or `last`
where it is given, `UNSTATED` items where nothing says how many. So `papers(first: 20) { nodes { title } }`
costs 1 + 20 * (1 + 1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

from api.connections import DEFAULT_PAGE

UNSTATED = 10
"""Items that a list without a size is taken to have."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a part of a document asks for, its fragments spread out."""

    depth: int = 0
    aliases: int = 0
    directives: int = 0
    cost: int = 0

    def __add__(self, other: "Asked") -> "Asked":
        return Asked(
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.directives + other.directives,
            self.cost + other.cost,
        )

    @classmethod
    def of(
        cls,
        document: DocumentNode,
        schema: GraphQLSchema,
        variables: Mapping[str, Any],
        operation_name: str | None,
    ) -> "Asked":
        """Return what the operation asks for that is to be run; of several without a name, the most."""
        measure = _Measure(document, schema, variables)
        operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
        named = [o for o in operations if o.name and o.name.value == operation_name]
        return max(map(measure.operation, named or operations), key=lambda a: a.cost, default=cls())


class _Measure:
    """Measures selections; a fragment is measured once for each type that it is spread in."""

    def __init__(self, document: DocumentNode, schema: GraphQLSchema, variables: Mapping[str, Any]) -> None:
        self._schema, self._variables = schema, variables
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self._known: dict[tuple[str, str], Asked] = {}

    def operation(self, node: OperationDefinitionNode) -> Asked:
        """Return what an operation asks for."""
        roots = {
            OperationType.QUERY: self._schema.query_type,
            OperationType.MUTATION: self._schema.mutation_type,
            OperationType.SUBSCRIPTION: self._schema.subscription_type,
        }
        asked = self._selections(node.selection_set, roots[node.operation])
        return asked + Asked(directives=len(node.directives or ()))

    def _selections(self, node: SelectionSetNode | None, parent: Any) -> Asked:
        total = Asked()
        for selection in node.selections if node else ():
            own = Asked(directives=len(selection.directives or ()))
            if isinstance(selection, FieldNode):
                own += self._field(selection, parent)
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                inner = self._schema.get_type(condition.name.value) if condition else parent
                own += self._selections(selection.selection_set, inner)
            elif isinstance(selection, FragmentSpreadNode):
                own += self._fragment(selection.name.value)
            total += own
        return total

    def _fragment(self, name: str) -> Asked:
        fragment = self._fragments.get(name)
        if fragment is None:
            return Asked()  # validation says so
        key = (name, fragment.type_condition.name.value)
        if key not in self._known:
            self._known[key] = Asked()  # in a circle it asks for nothing more; validation refuses it
            inner = self._schema.get_type(key[1])
            self._known[key] = self._selections(fragment.selection_set, inner)
        return self._known[key]

    def _field(self, node: FieldNode, parent: Any) -> Asked:
        fields = parent.fields if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else {}
        definition = fields.get(node.name.value)
        inner = self._selections(node.selection_set, get_named_type(definition.type) if definition else None)
        items = self._items(node, parent, definition) if definition else 1
        return Asked(
            1 + inner.depth,
            inner.aliases + (node.alias is not None),
            inner.directives,
            1 + items * inner.cost,
        )

    def _items(self, node: FieldNode, parent: Any, definition: Any) -> int:
        """Return how many items a field may give."""
        for argument in node.arguments or ():
            if argument.name.value in ("first", "last"):
                value = argument.value
                if isinstance(value, IntValueNode):
                    return max(1, int(value.value))
                given = self._variables.get(value.name.value) if isinstance(value, VariableNode) else None
                return max(1, given) if isinstance(given, int) else DEFAULT_PAGE
        if "first" in definition.args:
            default = definition.args["first"].default_value
            return default if isinstance(default, int) else DEFAULT_PAGE
        type = definition.type.of_type if isinstance(definition.type, GraphQLNonNull) else definition.type
        # The lists of a page have no items beyond those of the page.
        return UNSTATED if isinstance(type, GraphQLList) and "pageInfo" not in parent.fields else 1
