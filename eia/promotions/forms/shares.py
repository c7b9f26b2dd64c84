"""What is asked about shares that were printed without counts: the shares, and all that must be read with them."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from wtforms.validators import ValidationError

from eia.forms import DateParts, DecimalField, HiddenNumberField, LineField, Longest, ProseField, Required
from eia.people.forms.administration import AskingForm
from eia.promotions.shares.given import Said, Share

MOST_SHARES = 6
PARTS = {"among": "Among whom, as the source says it", "share": "Share, in per cent", "taken": "When they were counted"}


class SharesForm(AskingForm):
    """`seen` is the number of the edition the reader saw, 0 for new ones. The boxes are named by row and part."""

    seen = HiddenNumberField()
    title = LineField(
        "Title", [Required(), Longest(200)],
        description="For example: BME police officers and the local population, Cambridgeshire.",
    )  # fmt: skip
    group = LineField(
        "Whose share is it?", [Required(), Longest(200)],
        description="In the words of the source. For example: Black and minority ethnic people.",
    )  # fmt: skip
    definition = LineField(
        "How was the group recorded?", [Longest(300)],
        description="For example: as people described themselves; visible minorities only. Leave it empty when the "
        "source does not say: that is said beside the shares.",
    )  # fmt: skip
    source = ProseField(
        "Where were these shares printed?", [Required(), Longest(1_000)], description="So that anybody can find them."
    )
    dated = DateParts("When was it published?", description="Leave it empty when that is not known.")

    def validate(self, extra_validators: Any = None) -> bool:
        found = super().validate(extra_validators)
        return self._rows_are_whole() and found

    def _rows_are_whole(self) -> bool:
        """A row is whole or empty; what it lacks stands at its own box."""
        whole = True
        for among, share, taken in self.rows():
            if share.data is None and not share.errors and (among.data or taken.data):
                share.errors, whole = ["Enter this share, in per cent"], False
            if share.data is not None and not among.data:
                among.errors, whole = [*among.errors, "Say among whom this is the share"], False
        return whole

    def row(self, number: int) -> list[Any]:
        return [self[_name(number, part)] for part in PARTS]

    def rows(self) -> Iterator[list[Any]]:
        return (self.row(number) for number in range(MOST_SHARES))

    def said(self) -> Said:
        return {name: self._fields[name].data for name in ("title", "group", "definition", "source", "dated")}

    def shares(self) -> list[Share]:
        return [
            Share(among.data, f"{share.data:f}", taken.data or "")
            for among, share, taken in self.rows()
            if share.data is not None
        ]


class _ShareField(DecimalField):
    """Of a hundred; `data` keeps the digits as they were printed."""

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data is not None and self.data > 100:
            raise ValidationError("A share must be 100 per cent or less")


def shares_form(said: Said, shares: Sequence[Share], seen: int) -> SharesForm:
    """With what stands there."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {**said, "seen": seen}
    for number in range(MOST_SHARES):
        for part, words in PARTS.items():
            label = f"{words}: share {number + 1}"
            fields[_name(number, part)] = (
                _ShareField(label, most=None) if part == "share" else LineField(label, [Longest(200)])
            )
            data[_name(number, part)] = getattr(shares[number], part) if number < len(shares) else None
        if number < len(shares):
            data[_name(number, "share")] = Decimal(shares[number].share)
    form: SharesForm = type("SharesOfPublication", (SharesForm,), fields)(data=data)
    return form


def _name(number: int, part: str) -> str:
    return f"s{number}{part}"
