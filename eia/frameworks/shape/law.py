"""What the law says: populations, aims, characteristics, and the groups the law does not name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eia.frameworks.shape.rows import line, prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the file has its facts from; the note says what was taken from general knowledge."""

    title: str = line()
    where: str = line()
    note: str = prose(default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """The words of the law themselves, never without their section."""

    section: str = line()
    text: str = prose()


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Staff or public: `who` is the word inside a sentence."""

    key: str
    title: str = line()
    who: str = line()
    plain: str = prose()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One thing to think of under an aim, with the section that asks for it."""

    key: str
    text: str = prose()
    section: str = line(default="")
    characteristics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    key: str
    title: str = line()
    section: str = line()
    plain: str = prose()
    prompts: tuple[Prompt, ...]
    quotation: Quotation | None = None
    reminders: tuple[Quotation, ...] = ()

    def prompts_for(self, characteristic: str) -> tuple[Prompt, ...]:
        """A prompt that names no characteristic is meant for all of them."""
        return tuple(one for one in self.prompts if not one.characteristics or characteristic in one.characteristics)


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristic:
    """`aims`, `guidance` and `not_applicable` are read by population key."""

    key: str
    title: str = line()
    section: str = line()
    definition: str = prose()
    aims: Mapping[str, tuple[str, ...]]
    guidance: Mapping[str, str] = prose()
    not_applicable: Mapping[str, str] = prose(default_factory=dict)
    quotation: Quotation | None = None
    note: str = prose(default="")

    @property
    def in_sentence(self) -> str:
        return self.title[:1].lower() + self.title[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalGroup:
    """A group this law does not name: shown apart, never counted with the characteristics."""

    key: str
    title: str = line()
    plain: str = prose()
    note: str = prose(default="")
