"""Escalation paths: who is called first, whom next, how long each has to answer, by which ways. Pure.

A path is written one level a line: ``rota:primary 5m sms voice email``. A level with nobody to call is passed over at
once; whoever was called already in a round is not called by a later level of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CHANNELS: Final = ("email", "sms", "voice")
NAMED: Final = ("rota", "team", "person", "seat")
UNNAMED: Final = ("opener", "administrators")
ROUNDS: Final = 3
MOST_ROUNDS, MOST_LEVELS, MOST_MINUTES = 20, 20, 24 * 60
_MINUTES = re.compile(r"(\d{1,4})m(?:in)?", re.IGNORECASE)
_SHAPE = N_(
    "one level a line: rota:NAME, team:NAME, person:LOGIN, seat:NAME, opener or administrators; 5m; sms voice email"
)


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a level calls: ``name`` is a rota's or team's id, an account id, a seat; empty for the unnamed kinds.

    ``stood`` are the account ids it meant when the path was copied: they are called where it means nobody any more.
    """

    kind: str
    name: str = ""
    stood: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """Everybody of one step of the path, called together; ``wait`` is how long they have to answer."""

    targets: tuple[Target, ...]
    wait: timedelta
    channels: tuple[str, ...] = CHANNELS


def stored(levels: Sequence[Level]) -> list[dict[str, Any]]:
    """Levels as a row holds them."""
    return [
        {
            "to": [{"kind": one.kind, "name": one.name, "stood": list(one.stood)} for one in level.targets],
            "minutes": int(level.wait.total_seconds() // 60),
            "channels": list(level.channels),
        }
        for level in levels
    ]


def loaded(rows: Sequence[Mapping[str, Any]]) -> tuple[Level, ...]:
    """Levels from a row."""
    return tuple(
        Level(
            tuple(Target(one["kind"], one["name"], tuple(one["stood"])) for one in row["to"]),
            timedelta(minutes=row["minutes"]),
            tuple(row["channels"]),
        )
        for row in rows
    )


def standard() -> tuple[Level, ...]:
    """The path of a house that wrote none: commander, deputy, whoever opened it, the administrators."""
    whom = (Target("seat", "commander"), Target("seat", "deputy"), Target("opener"), Target("administrators"))
    return tuple(Level((one,), timedelta(minutes=5)) for one in whom)


def read_levels(text: str, known: Mapping[tuple[str, str], str]) -> tuple[Level, ...]:
    """Levels as people write them.

    Args:
        text: One level a line.
        known: (kind, name as written) → id, of every rota, team and person there is.

    Raises:
        BadInput: naming the line and what was expected.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines or len(lines) > MOST_LEVELS:
        raise BadInput(N_("A path has 1 to 20 levels"), field="levels", expected=_SHAPE)
    return tuple(_level(line, number, known) for number, line in lines)


def write_levels(levels: Sequence[Level], names: Mapping[tuple[str, str], str]) -> str:
    """Levels as people read and write them; ``names`` is (kind, id) → name."""
    return "\n".join(_line(level, names) for level in levels)


def _line(level: Level, names: Mapping[tuple[str, str], str]) -> str:
    whom = (
        f"{one.kind}:{names.get((one.kind, one.name), one.name)}" if one.name else one.kind for one in level.targets
    )
    return " ".join((*whom, f"{int(level.wait.total_seconds() // 60)}m", *level.channels))


def _target(target: Target, names: Mapping[tuple[str, str], str]) -> str:
    known = names.get((target.kind, target.name), target.name)
    return f"{target.kind}:{known}" if target.name else target.kind


def _level(line: str, number: int, known: Mapping[tuple[str, str], str]) -> Level:
    targets: list[Target] = []
    minutes, channels = 5, []
    for word in line.replace(",", " ").split():
        kind, colon, name = word.partition(":")
        if word.lower() in CHANNELS:
            channels.append(word.lower())
        elif word in UNNAMED:
            targets.append(Target(word))
        elif colon and kind == "seat" and name:
            targets.append(Target(kind, name))
        elif colon and (kind, name) in known:
            targets.append(Target(kind, known[kind, name]))
        elif (wait := _MINUTES.fullmatch(word)) is not None:
            minutes = int(wait[1])
        else:
            raise _odd(N_("Not understood: {word}"), number, word=word)
    if not targets:
        raise _odd(N_("This level calls nobody"), number)
    if not 1 <= minutes <= MOST_MINUTES:
        raise _odd(N_("A level waits between a minute and a day"), number)
    return Level(tuple(targets), timedelta(minutes=minutes), tuple(dict.fromkeys(channels)) or CHANNELS)


def _odd(message: str, line: int, word: str = "") -> BadInput:
    return BadInput(message, field="levels", line=line, expected=_SHAPE, word=word)
