"""The changes that other systems may send: one strict model for each kind of change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

from pydantic import BaseModel, Field, StrictBool, conint, conlist, constr

MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?$"
LONGEST_DELAY = 600  # minutes
MOST_SEATS = 100_000
MOST_NAMES = 30
_ONE_TARGET = {"oneOf": [{"required": ["sitzung"]}, {"required": ["stand"]}]}

if TYPE_CHECKING:  # the types that pydantic makes of limits are no types to mypy
    Key: TypeAlias = str
    Words: TypeAlias = str
    Reason: TypeAlias = str
    Note: TypeAlias = str
    Text: TypeAlias = str
    Moment: TypeAlias = str
    Number: TypeAlias = int
    Seats: TypeAlias = int
    Minutes: TypeAlias = int
    Names: TypeAlias = list[str]
else:
    Key = Words = constr(strict=True, min_length=1, max_length=200)
    Reason = constr(strict=True, min_length=1, max_length=300)
    Note = constr(strict=True, max_length=300)
    Text = constr(strict=True, max_length=2000)
    Moment = constr(strict=True, regex=MOMENT)
    Number = conint(strict=True, ge=0)
    Seats = conint(strict=True, ge=0, le=MOST_SEATS)
    Minutes = conint(strict=True, ge=1, le=LONGEST_DELAY)
    Names = conlist(Words, max_items=MOST_NAMES)


class _Strict(BaseModel):
    class Config:
        """Pydantic settings."""

        extra = "forbid"


class ChangeRequest(_Strict):
    """The fields that every change has."""

    grund: Reason = Field(..., description="Warum; nur für das Programmbüro, nicht für Gäste")
    hinweis: Note | None = Field(
        None, description="Hinweis für die Gäste an der Sitzung oder am Stand; leer löscht den bisherigen"
    )
    revision: Number | None = Field(
        None, description="Stand, den Sie gesehen haben; ist er überholt, lautet die Antwort 409"
    )


class OfSession(ChangeRequest):
    """A change of a session."""

    sitzung: Key = Field(..., description="Kennung der Sitzung")


class OfEither(ChangeRequest):
    """A change of a session or of a booth."""

    sitzung: Key | None = Field(None, description="Kennung der Sitzung")
    stand: Key | None = Field(None, description="Nummer des Standes")

    class Config:
        """Pydantic settings."""

        schema_extra = _ONE_TARGET


class Absage(OfEither):
    """Die Sitzung oder der Stand fällt aus."""

    art: Literal["absage"]


class Zeit(OfSession):
    """Die Sitzung beginnt zu einer anderen Zeit; ohne „ende“ dauert sie so lange wie bisher."""

    art: Literal["zeit"]
    beginn: Moment
    ende: Moment | None = None


class Verspaetung(OfSession):
    """Die Sitzung beginnt und endet um so viele Minuten später."""

    art: Literal["verspaetung"]
    minuten: Minutes


class Raum(OfEither):
    """Die Sitzung oder der Stand ist in einem anderen Raum."""

    art: Literal["raum"]
    raum: Words
    raum_neu: StrictBool = Field(False, description="Auch ein Raum, den das Programm noch nicht kennt")


class Raumtausch(OfSession):
    """Zwei Sitzungen tauschen ihre Räume."""

    art: Literal["raumtausch"]
    mit: Key = Field(..., description="Kennung der anderen Sitzung")


class Plaetze(OfSession):
    """So viele Plätze sind noch frei; 0 heißt ausgebucht."""

    art: Literal["plaetze"]
    frei: Seats
    plaetze: Seats | None = Field(None, description="So viele gibt es insgesamt, falls sich auch das ändert")


class Hinweis(OfEither):
    """Nur ein Hinweis für die Gäste."""

    art: Literal["hinweis"]
    hinweis: Note = Field(..., description="Leer löscht den bisherigen Hinweis")


class Spanne(_Strict):
    """Von wann bis wann ein Stand besetzt ist."""

    von: Moment
    bis: Moment


class Zeiten(ChangeRequest):
    """Wann der Stand besetzt ist; eine leere Liste heißt: während der ganzen Messe."""

    art: Literal["zeiten"]
    stand: Key
    zeiten: list[Spanne] = Field(..., max_items=10)


class Programmpunkt(_Strict):
    """Eine neue Sitzung, mit den Angaben wie in programm.yml."""

    titel: Words
    beginn: Moment
    ende: Moment
    art: Words | None = Field(None, description="Etwa Vortrag oder Workshop")
    raum: Words | None = None
    vortragende: Names = []
    themen: Names = []
    beschreibung: Text = ""
    plaetze: Seats | None = None
    frei: Seats | None = None


class Neu(ChangeRequest):
    """Eine zusätzliche Sitzung; ihre Kennung steht in der Antwort."""

    art: Literal["neu"]
    programmpunkt: Programmpunkt
    raum_neu: StrictBool = Field(False, description="Auch ein Raum, den das Programm noch nicht kennt")


class Zuruecknahme(_Strict):
    """Warum eine Änderung zurückgenommen wird."""

    grund: Reason


REQUESTS: Mapping[str, type[ChangeRequest]] = {
    "absage": Absage,
    "zeit": Zeit,
    "verspaetung": Verspaetung,
    "raum": Raum,
    "raumtausch": Raumtausch,
    "plaetze": Plaetze,
    "neu": Neu,
    "zeiten": Zeiten,
    "hinweis": Hinweis,
}
