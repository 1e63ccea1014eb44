"""The Forum's hosts, what they told missions, and the plan for 2008."""

from datetime import date, datetime, timedelta

from devtools.demo.forum_facts import GROUP_CHAIRS, TERMS, Summit, Term
from devtools.demo.ledger import DEMO, ny
from devtools.demo.organisations import agency
from partners.models import (
    ChairTerm,
    Country,
    FocalPoint,
    ForumEdition,
    ForumState,
    HostTerm,
    Person,
    Position,
    PreparatoryUpdate,
    SummitMode,
)
from partners.services import host_terms, priorities, updates
from partners.services.priorities import Topic
from partners.services.updates import Words

DAY = timedelta(days=1)


def make_forum(*, at: datetime) -> None:
    """Tell the story of the chair, term by term, each act on its own day."""
    terms = {term.key: make_term(term) for term in TERMS}
    chairs = {
        body: ChairTerm.objects.create(
            organisation=agency(body), starts_on=starts_on, ends_on=ends_on
        )
        for body, starts_on, ends_on in GROUP_CHAIRS
    }
    give_updates({**terms, "group": chairs["IOM"]})
    plan_2008(terms["philippines"])
    for term in TERMS:
        end_term(term, terms)


def make_term(term: Term) -> HostTerm:
    before = ny(term.starts_on) - 30 * DAY
    made = host_terms.announce(
        list(Country.objects.filter(pk__in=term.countries.split())),
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        by=DEMO,
        at=before,
    )
    host_terms.confirm(made, by=DEMO, at=before + 10 * DAY)
    made.note_en, made.note_fr = term.note
    made.save(update_fields=["note_en", "note_fr"])
    ForumEdition.objects.bulk_create(
        edition_of(summit, made) for summit in term.summits
    )
    return made


def edition_of(summit: Summit, term: HostTerm) -> ForumEdition:
    return ForumEdition(
        number=summit.number,
        host_term=term,
        place_en=summit.place[0],
        place_fr=summit.place[1],
        starts_on=summit.first,
        ends_on=summit.last + DAY,
        days_known=summit.days_known,
        mode=SummitMode.ONLINE if summit.online else SummitMode.IN_PERSON,
        state=ForumState.HELD,
    )


def end_term(term: Term, terms: dict[str, HostTerm]) -> None:
    """Let a term end as it did: replaced, handed over or just over."""
    made, over = terms[term.key], ny(term.ends_on)
    if term.replaced_by:
        host_terms.withdraw(
            made,
            replaced_by=terms[term.replaced_by],
            why="Spain withdrew",
            by=DEMO,
            at=ny(term.starts_on) + 20 * DAY,
        )
    elif term.key == "belgium":
        to = terms["philippines"]
        host_terms.hand_over(made, to, on=term.ends_on, by=DEMO, at=over)
    else:
        host_terms.close(made, on=term.ends_on, by=DEMO, at=over)


UPDATES = {  # by key: day, title, text
    "belgium-1": (
        date(2007, 3, 22),
        (
            "Belgium on the first Forum: themes and format",
            "La Belgique présente le premier Forum : thèmes et formule",
        ),
        (
            "Illustrative text. The host explained how the first meeting in Brussels"
            " would be prepared and asked every Government to name a focal point.",
            "Texte illustratif. L’hôte a exposé la préparation de la première réunion à"
            " Bruxelles et prié chaque gouvernement de désigner un point focal.",
        ),
    ),
    "belgium-2": (
        date(2007, 5, 3),
        (
            "Belgium on the first Forum: round tables and papers",
            "La Belgique présente le premier Forum : tables rondes et documents",
        ),
        (
            "Illustrative text. Which Governments lead which round table, and when the"
            " background papers reach missions.",
            "Texte illustratif. Quels gouvernements conduisent quelle table ronde, et"
            " quand les documents parviendront aux missions.",
        ),
    ),
    "group-1": (
        date(2007, 5, 3),
        (
            "The Global Migration Group: work of the half-year",
            "Le Groupe mondial sur la migration : travaux du semestre",
        ),
        (
            "Illustrative text. The chair, IOM, told missions what the agencies do"
            " together, and how they mean to help the Forum.",
            "Texte illustratif. La présidence, l’OIM, a dit aux missions ce que les"
            " institutions font ensemble et comment elles entendent aider le Forum.",
        ),
    ),
    "philippines-1": (
        date(2008, 7, 15),
        (
            "The Philippines on Manila: protecting and empowering migrants",
            "Les Philippines présentent Manille : protéger les migrants",
        ),
        (
            "Illustrative text. The programme of the second meeting, its round tables"
            " and the days of civil society.",
            "Texte illustratif. Le programme de la deuxième réunion, ses tables rondes"
            " et les journées de la société civile.",
        ),
    ),
    "philippines-2": (
        date(2008, 10, 3),
        (
            "The Philippines on Manila: last practical notes",
            "Les Philippines présentent Manille : dernières indications pratiques",
        ),
        (
            "Illustrative text. Arrival, badges and the final list of papers.",
            "Texte illustratif. Arrivée, badges et liste définitive des documents.",
        ),
    ),
}


def give_updates(givers: dict[str, HostTerm | ChairTerm]) -> None:
    """Let both hosts, and IOM for the Group, speak at sessions of their time."""
    people = {"belgium": "Katrien Vanoverbeke", "philippines": "Ramon dela Torre"}
    for key, name in people.items():
        host = givers[key]
        FocalPoint.objects.create(
            person=Person.objects.create(name=name),
            host_term=host,
            is_primary=True,
            starts_on=host.starts_on,
            ends_on=host.ends_on,
        )
    for key, (day, title, text) in UPDATES.items():
        words = Words(*title, *text)
        giver = givers[key.split("-")[0]]
        update = updates.request(giver, words, by=DEMO, at=ny(day) - 14 * DAY)
        updates.deliver(update, by=DEMO, at=ny(day, 10))


def update_called(key: str) -> PreparatoryUpdate:
    return PreparatoryUpdate.objects.filter(title_en=UPDATES[key][1][0]).latest("pk")


PRIORITIES = {  # for 2008, by key: who proposes it here, topic
    "urbanisation": (
        "philippines",
        Topic(
            "International migration and urbanization",
            "Migrations internationales et urbanisation",
            "Most migrants settle in cities. Who proposed the topic is illustrative.",
            "La plupart des migrants s’installent en ville. L’auteur de la proposition"
            " est illustratif.",
        ),
    ),
    "climate": (
        "IOM",
        Topic(
            "Migration and sustainable development: climate change",
            "Migration et développement durable : changements climatiques",
            "The Commission on Sustainable Development meets in May. Who proposed the"
            " topic is illustrative.",
            "La Commission du développement durable se réunit en mai. L’auteur de la"
            " proposition est illustratif.",
        ),
    ),
    "labour": (
        "philippines",
        Topic(
            "Labour migration, with a focus on women",
            "Migrations de main-d’œuvre, en particulier des femmes",
            "A theme of the Forum in Manila. Who proposed the topic is illustrative.",
            "Un thème du Forum de Manille. L’auteur de la proposition est illustratif.",
        ),
    ),
    "law": (
        "IOM",
        Topic(
            "International migration law course, with a focus on human rights",
            "Cours de droit international des migrations : droits de l’homme",
            "The yearly course. Who proposed the focus is illustrative.",
            "Le cours annuel. L’auteur de la proposition est illustratif.",
        ),
    ),
}


def plan_2008(philippines: HostTerm) -> None:
    """Propose, answer and decide the four topics that were foreseen."""
    day = ny(date(2007, 11, 20))
    parties = [philippines, agency("IOM"), agency("UNFPA")]
    parties.append(agency("MacArthur Foundation"))
    for key, (proposer, topic) in PRIORITIES.items():
        who = philippines if proposer == "philippines" else agency(proposer)
        priority = priorities.propose(who, topic, year=2008, by=DEMO, at=day)
        for party in parties:
            if party != who:
                position = answer(key, party)
                priorities.endorse(priority, party, position, by=DEMO, at=day + 9 * DAY)
        if key == "urbanisation":
            priorities.decline(
                priority,
                reason_en="Illustrative: no seminar on this topic is on record.",
                reason_fr="Illustratif : aucun séminaire sur ce sujet n’est attesté.",
                by=DEMO,
                at=day + 24 * DAY,
            )
        else:
            priorities.retain(priority, by=DEMO, at=day + 24 * DAY)


def answer(key: str, party: object) -> Position:
    """Give the illustrative answer of one party."""
    if key == "urbanisation":
        return Position.NO_OBJECTION
    return Position.COMMENT if isinstance(party, HostTerm) else Position.SUPPORT
