"""Why two papers are related: what they share, as data (`Reason`) and as a sentence (`why`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.kinds import ClaimKind
from graph.model import Paper
from queries.postings import Postings, rarity_of
from queries.terms import terms

_MOST = 5
_SAID = 3
"""Reasons that the sentence names."""
_ENOUGH = 2
"""Things that make words superfluous as a reason."""
_RARE = 0.5
_WORDS = 3
_MENTION = 1.0
_SAME_ROLE = 2.0
_LINEAGE = 3.0


class Kinship(StrEnum):
    """How a related paper stands to the given one."""

    SHARES = "shares"
    """Both do the same with a thing: improve on it, evaluate on it, mention it."""
    ANCESTOR = "ancestor"
    """It proposes what the given paper improves or builds on."""
    DESCENDANT = "descendant"
    """It improves or builds on what the given paper proposes."""
    WORDS = "words"
    """Both use the same rare words."""
    MEANING = "meaning"
    """Both say much the same in other words."""


@dataclass(frozen=True, slots=True)
class Shared:
    """An entity that two papers share, and what they do with it; the same thing for `SHARES`, and where one
    descends from the other, what the later one does with it."""

    entity: str
    kinship: Kinship
    role: ClaimKind
    weight: float

    @classmethod
    def of(cls, entity: str, mine: set[ClaimKind], yours: set[ClaimKind], rarity: float) -> "Shared":
        """Return what two papers share by what each does with an entity, the most telling."""
        for step in (ClaimKind.IMPROVES_ON, ClaimKind.BUILDS_ON):
            if step in mine and ClaimKind.PROPOSES in yours:
                return cls(entity, Kinship.ANCESTOR, step, _LINEAGE * rarity)
            if step in yours and ClaimKind.PROPOSES in mine:
                return cls(entity, Kinship.DESCENDANT, step, _LINEAGE * rarity)
        both = [
            kind for kind in ClaimKind if kind in mine and kind in yours and kind is not ClaimKind.MENTIONS
        ]
        if both:
            return cls(entity, Kinship.SHARES, both[0], _SAME_ROLE * rarity)
        return cls(entity, Kinship.SHARES, ClaimKind.MENTIONS, _MENTION * rarity)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: by an entity, its name and what is done with it, or by words."""

    kinship: Kinship
    weight: float
    entity: str | None = None
    name: str | None = None
    role: ClaimKind | None = None
    words: tuple[str, ...] = ()


def reasons(
    shared: Sequence[Shared],
    names: Mapping[str, str],
    text: tuple[str, str],
    paper: Paper,
    words: Postings,
) -> tuple[Reason, ...]:
    """Return the most telling reasons, at most five: things that are shared, the most telling first, then
    words that both write; never none."""
    found = [
        Reason(each.kinship, each.weight, each.entity, names[each.entity], each.role)
        for each in shared
        if each.entity in names and each.weight > 0
    ][:_MOST]
    if len(found) < _ENOUGH:
        told = {word for reason in found if reason.name for word in terms(reason.name)}
        common = [word for word in _common(text, paper, words) if word not in told][:_WORDS]
        if common:
            found.append(Reason(Kinship.WORDS, 0.0, words=tuple(common)))
    return tuple(found) or (Reason(Kinship.MEANING, 0.0),)


def _common(text: tuple[str, str], paper: Paper, words: Postings) -> list[str]:
    """Return the words that both texts write, the rarest first."""
    ours, theirs = terms("\n".join(text)), terms(paper.text)
    rarity = {word: float(words.rarity[place]) for word, place in ours.items() if word in theirs}
    least = _RARE * rarity_of(2, words.papers)  # no word that two papers share is rarer
    kept = [word for word in rarity if rarity[word] >= least and len(word) > _WORDS and not word.isdigit()]
    return sorted(kept, key=lambda word: (-rarity[word], word))


_DOING = {
    ClaimKind.PROPOSES: "propose",
    ClaimKind.IMPROVES_ON: "improve on",
    ClaimKind.BUILDS_ON: "build on",
    ClaimKind.COMPARED_WITH: "compare with",
    ClaimKind.ADDRESSES: "address",
    ClaimKind.EVALUATED_ON: "evaluate on",
    ClaimKind.TRAINED_ON: "train on",
    ClaimKind.MEASURED_BY: "measure",
    ClaimKind.MENTIONS: "mention",
}


def why(given: Sequence[Reason]) -> str:
    """Return reasons as a sentence without a stop: "both evaluate on CIFAR-10 and improve on DDPM"."""
    said = [reason for reason in given if reason.name][:_SAID]
    parts: list[str] = []
    for kinship, begin in (
        (Kinship.ANCESTOR, "it proposes {names}, which this paper {does}"),
        (Kinship.DESCENDANT, "it {does} {names}, which this paper proposes"),
    ):
        for role in dict.fromkeys(r.role for r in said if r.kinship is kinship and r.role):
            names = _listed([r.name for r in said if r.kinship is kinship and r.role is role and r.name])
            verb, _, rest = _DOING[role].partition(" ")
            parts.append(begin.format(names=names, does=f"{verb}s {rest}".strip()))
    doing: list[str] = []
    for role in dict.fromkeys(r.role for r in said if r.kinship is Kinship.SHARES and r.role):
        names = _listed([r.name for r in said if r.kinship is Kinship.SHARES and r.role is role and r.name])
        doing.append(f"{_DOING[role]} {names}")
    if doing:
        parts.append(f"both {_listed(doing)}")
    words = [word for reason in given for word in reason.words]
    if words and len(said) < _SAID:
        parts.append(f"both write of {_listed(words)}")
    return "; ".join(parts) or "both say much the same"


def _listed(items: Sequence[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
