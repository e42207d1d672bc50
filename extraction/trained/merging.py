"""Groups of one kind that name the same thing though they are written differently: `merge`.

"Synthetic Dataset Generation" and "synthetic data generation", or "PRISM" and "Parameterized Submodular
Information Measures": a logistic model of what the written forms have in common.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extraction.trained import written
from extraction.trained.groups import Group
from extraction.trained.linear import Features, Weights, probability
from extraction.trained.schema import ENTITY_KINDS

_NEAR = 512
"""Words between the first mentions of two groups that are compared: all of an abstract, and no more of a long
text than can be compared in time."""
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Form:
    """A written form with what the features need of it."""

    name: str
    expanded: str
    """With the abbreviations in it spelled out."""
    stems: tuple[str, ...]
    trigrams: frozenset[str]

    @classmethod
    def of(cls, name: str, long_of: Mapping[str, str]) -> "Form":
        """Return the form; `long_of` maps the normal forms of abbreviations to full names."""
        expanded = " ".join(long_of.get(written.normal_form(word), word) for word in name.split())
        return cls(name, expanded, tuple(written.stems(expanded)), written.trigrams(expanded))


def abbreviations(groups: Sequence[Group]) -> dict[str, str]:
    """Return the full name of each abbreviation that a group holds beside its full name, by normal form."""
    found: dict[str, str] = {}
    for group in groups:
        *shorter, longest = sorted(group.forms, key=len)
        for short in shorter:
            if " " not in short and written.is_abbreviation(short, longest):
                found[written.normal_form(short)] = longest
    return found


def features(one: Form, two: Form, kind: int) -> Features | None:
    """Return the features of "these two forms of a kind name the same", `one` standing first in the text;
    None where they have nothing in common."""
    a, b = set(one.stems), set(two.stems)
    dice = 2 * len(one.trigrams & two.trigrams) / max(1, len(one.trigrams) + len(two.trigrams))
    short, full = (one.name, two.name) if len(one.name) < len(two.name) else (two.name, one.name)
    letters, initials = written.letters(short), written.initials(full)
    strict = len(letters) >= 2 and letters == initials
    loose = " " not in short and sum(c.isupper() for c in short) >= 2 and written.is_abbreviation(short, full)
    if not (a & b or dice >= 0.3 or strict or loose):
        return None
    name = ENTITY_KINDS[kind].value
    found = {
        "bias": 1.0,
        f"kind={name}": 1.0,
        "jaccard": len(a & b) / max(1, len(a | b)),
        "dice": dice,
        "dice^2": dice * dice,
        "expanded": float(one.expanded != one.name or two.expanded != two.name),
        "other digits": float(set(_DIGITS.findall(one.name)) != set(_DIGITS.findall(two.name))),
        "capitals": float(one.name.lower() == one.name) + float(two.name.lower() == two.name),
    }
    if strict:
        found |= {"acronym": 1.0, f"acronym{min(len(letters), 5)}": 1.0}
    if loose:
        found |= {"loose acronym": 1.0, "acronym share": len(letters) / max(1, len(initials))}
    return found | _stem_features(one.stems, two.stems, name)


def _stem_features(one: tuple[str, ...], two: tuple[str, ...], kind: str) -> Features:
    a, b = set(one), set(two)
    if a == b:
        return {"same stems": 1.0, "same stems&order": float(one == two)}
    if a < b or b < a:
        small, large = (one, two) if len(one) < len(two) else (two, one)
        start, end = float(large[: len(small)] == small), float(large[-len(small) :] == small)
        found = {
            "inside": 1.0,
            f"inside&{min(len(small), 3)}of{min(len(large), 5)}": 1.0,
            "inside&start": start,
            "inside&end": end,
            f"inside&start&{kind}": start,
            f"inside&end&{kind}": end,
        }
        for word in set(large) - set(small):
            found[f"more={word}"] = 1.0
            if large[-1] == word:
                found[f"more at end={word}"] = 1.0
        return found
    found = {
        f"differ={min(len(a - b), 3)}-{min(len(b - a), 3)}": 1.0,
        "same end": float(bool(one and two) and one[-1] == two[-1]),
        "same start": float(bool(one and two) and one[0] == two[0]),
    }
    return found | {f"other={word}": 1.0 for word in a ^ b}


def merge(text: str, groups: Sequence[Group], weights: Weights, least: float) -> list[Group]:
    """Return the groups with those joined that are at least as likely as `least` to name the same, the
    likeliest pairs first, in the order of the text."""
    long_of = abbreviations(groups)
    forms = [[Form.of(name, long_of) for name in group.forms] for group in groups]
    likely: list[tuple[float, int, int]] = []
    for i, one in enumerate(groups):
        for j in range(i + 1, len(groups)):
            two = groups[j]
            if two.members[0].words[0] - one.members[0].words[0] > _NEAR:
                break
            if one.kind == two.kind:
                best = max(_likelihood(a, b, one.kind, weights) for a in forms[i] for b in forms[j])
                if best >= least:
                    likely.append((best, i, j))
    root = list(range(len(groups)))
    for _, i, j in sorted(likely, reverse=True):
        old, new = root[j], root[i]
        root = [new if r == old else r for r in root]
    joined: dict[int, list[Group]] = {}
    for group, r in zip(groups, root, strict=True):
        joined.setdefault(r, []).append(group)
    return [
        parts[0] if len(parts) == 1 else Group.of(text, (m for part in parts for m in part.members))
        for parts in joined.values()
    ]


def _likelihood(one: Form, two: Form, kind: int, weights: Weights) -> float:
    if set(_DIGITS.findall(one.name)) != set(_DIGITS.findall(two.name)):
        return 0.0  # ResNet-50 is neither ResNet-101 nor ResNet, whatever they have in common
    found = features(one, two, kind)
    return 0.0 if found is None else probability(weights, found)
