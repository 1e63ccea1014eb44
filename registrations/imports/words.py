"""What people write in a list, read as our own choices; English and French."""

from functools import cache

from django.db.models import TextChoices

from partners.models import FormOfAddress, Gender, Sector
from registrations.imports.columns import folded, labels
from seminars.models import Mode
from unitar_seminars.translated import Language


def word(text: str) -> str:
    """Bring a word to the form in which words are compared: no dots, no spaces."""
    return folded(text).replace(".", "").replace(" ", "")


WORDS: dict[type[TextChoices], dict[str, str]] = {
    Language: {
        Language.EN: "english|anglais|eng|en-gb|en-us|en_gb|en_us",
        Language.FR: "french|français|francais|fra|fre|fr-fr|fr-ca|fr_fr|fr_ca",
    },
    Mode: {
        Mode.ROOM: "in the room|in person|in-person|on site|onsite|dans la salle"
        "|en salle|en personne|sur place|présentiel|en présentiel",
        Mode.ONLINE: "virtual|virtually|remote|remotely|en ligne|à distance|distanciel"
        "|virtuel",
    },
    Gender: {
        Gender.WOMAN: "female|f|w|femme|féminin",
        Gender.MAN: "male|m|h|homme|masculin",
        Gender.OTHER: "non-binary|nonbinary|x|autre|non binaire",
        Gender.UNSAID: "prefer not to say|not specified|ne souhaite pas répondre"
        "|préfère ne pas le dire|-",
    },
    FormOfAddress: {
        FormOfAddress.NONE: "mx|aucune|-",
        FormOfAddress.HE_MS: "h.e. ms|h.e. mrs|he ms|s.e. mme|son excellence madame",
        FormOfAddress.HE_MR: "h.e. mr|he mr|s.e. m|son excellence monsieur",
        FormOfAddress.MS: "mrs|miss|mme|madame|mlle",
        FormOfAddress.MR: "m|monsieur|mister",
        FormOfAddress.DR: "doctor|docteur|dre",
        FormOfAddress.PROF: "professor|professeur|professeure|pr",
    },
    Sector: {
        Sector.MISSION: "permanent mission|observer mission|mission permanente"
        "|permanent or observer mission|mission permanente ou d'observation",
        Sector.UN: "united nations|united nations system|nations unies"
        "|système des nations unies",
        Sector.IGO: "intergovernmental organisation|intergovernmental organization"
        "|other intergovernmental organisation|organisation intergouvernementale|oig"
        "|autre organisation intergouvernementale",
        Sector.NGO: "non-governmental organisation|non-governmental organization"
        "|organisation non gouvernementale|ong",
        Sector.MIGRANT_ASSOCIATION: "migrant association|association de migrants",
        Sector.ACADEMIA: "academic|university|université|universités"
        "|milieu universitaire",
        Sector.FOUNDATION: "fondation",
        Sector.PRIVATE: "private sector|business|company|secteur privé|entreprise",
        Sector.MEDIA: "press|médias|presse",
        Sector.OTHER: "autre",
    },
}
# States of the other system whose people don't come: their rows stay out.
LEFT = [
    "abandoned",
    "annulé",
    "annulée",
    "canceled",
    "canceled/refunded",
    "cancelled",
    "declined",
    "deleted",
    "expired",
    "no longer attending",
    "not attending",
    "refunded",
    "refunded/canceled",
    "refusé",
    "refusée",
    "rejected",
    "transferred",
    "withdrawn",
]


def meant(written: str, choices: type[TextChoices]) -> str | None:
    """Read one word as one of these choices; None where it is none that we know."""
    return meanings(choices).get(word(written))


@cache
def meanings(choices: type[TextChoices]) -> dict[str, str]:
    """Take the value, the label in each language, and what else people write."""
    found = {}
    for choice in choices:
        others = WORDS[choices].get(choice, "").split("|")
        for said in [choice.value, *labels(choice), *others]:
            found[word(said)] = choice.value
    found.pop("", None)
    return found


def without_form(name: str) -> tuple[str, str]:
    """Part “H.E. Ms. Awa Ndiaye” into form of address and name; no form is `""`.

    A lone “M.” before another initial is an initial too.
    """
    parts = name.split()
    for count in (3, 2, 1):
        form = meant(" ".join(parts[:count]), FormOfAddress)
        rest = parts[count:]
        if not form or form == FormOfAddress.NONE or not rest:
            continue
        if word(parts[0]) != "m" or not rest[0].endswith("."):
            return form, " ".join(rest)
    return "", name


def is_left(state: str) -> bool:
    """Whether this state, perhaps with a remark after it, means not coming."""
    said = folded(state)
    return any(folded(left) in (said, said.split(" (")[0]) for left in LEFT)
