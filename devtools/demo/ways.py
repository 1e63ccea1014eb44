"""Seminars to come to which one gets in other ways than first come, first served."""

from devtools.demo.offers import Offer
from seminars.models import RegistrationMode, SeminarFormat

KEPT = Offer(
    slug="young-people-on-the-move",
    title=("Young people on the move", "Les jeunes en mouvement"),
    summary=(
        "Studies, first jobs, and who answers for minors who travel alone. An invented"
        " seminar: some places are kept for missions, and two things are asked.",
        "Études, premiers emplois, et qui répond des mineurs voyageant seuls. Un"
        " séminaire inventé : des places sont réservées pour les missions, et deux"
        " questions sont posées.",
    ),
    objectives=(
        (
            "Say what a young person needs before leaving",
            "Dire ce dont un jeune a besoin avant de partir",
        ),
    ),
    themes="population integration",
    places=24,
)
OFFERED = Offer(
    slug="health-of-people-who-move",
    title=("The health of people who move", "La santé des personnes qui migrent"),
    summary=(
        "Who sees a doctor and who doesn’t dare. An invented seminar in a small room:"
        " a place that somebody gives back is offered to whoever is next.",
        "Qui consulte et qui n’ose pas. Un séminaire inventé, dans une petite salle :"
        " une place rendue est proposée à la personne suivante.",
    ),
    objectives=(
        (
            "Compare how three countries open their clinics",
            "Comparer comment trois pays ouvrent leurs centres de soins",
        ),
    ),
    themes="health human-rights",
    places=6,
)
APPLICATION = Offer(
    slug="drafting-on-migration",
    title=(
        "Drafting texts on migration: a workshop",
        "Rédiger des textes sur les migrations : un atelier",
    ),
    summary=(
        "A day on paragraphs that everybody can sign. An invented workshop: people"
        " apply, and all are told at one time who is chosen.",
        "Une journée sur des paragraphes que tous peuvent signer. Un atelier inventé :"
        " on présente sa candidature, et tous apprennent en même temps qui est retenu.",
    ),
    objectives=(
        (
            "Write a paragraph that keeps a disagreement open",
            "Écrire un paragraphe qui laisse un désaccord ouvert",
        ),
    ),
    themes="governance law",
    places=12,
    format=SeminarFormat.COURSE,
    registration=RegistrationMode.APPLICATION,
)
INVITATION = Offer(
    slug="conversation-with-mayors",
    title=("A conversation with mayors", "Conversation avec des maires"),
    summary=(
        "Around one table, without speeches. An invented meeting to which people are"
        " invited one by one.",
        "Autour d’une table, sans discours. Une rencontre inventée, sur invitation"
        " personnelle.",
    ),
    objectives=(
        (
            "Name what towns ask of their Governments",
            "Nommer ce que les villes demandent aux gouvernements",
        ),
    ),
    themes="integration governance",
    places=16,
    registration=RegistrationMode.INVITATION,
)
