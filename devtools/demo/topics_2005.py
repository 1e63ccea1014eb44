"""“Key Migration Issues”, 2005 and 2006: towards the High-level Dialogue."""

from datetime import date

from devtools.demo.topics import INVENTED, Sitting, Topic, with_

SOURCE = "unitar.org, page of the series “Key Migration Issues”"

TOPICS = [
    Topic(
        slug="trafficking-in-human-beings-2005",
        title=(
            "International trafficking in human beings",
            "La traite internationale des êtres humains",
        ),
        summary=(
            "How people are recruited, moved and exploited, what the Palermo Protocol"
            " asks of States, and how prosecution and the protection of victims can"
            " go together.",
            "Comment des personnes sont recrutées, déplacées et exploitées, ce que le"
            " Protocole de Palerme demande aux États, et comment poursuivre les auteurs"
            " tout en protégeant les victimes.",
        ),
        objectives=(
            (
                "Tell trafficking in persons from the smuggling of migrants",
                "Distinguer la traite des personnes du trafic illicite de migrants",
            ),
            (
                "Name the duties of States of origin, transit and destination",
                "Citer les obligations des États d’origine, de transit et d’accueil",
            ),
        ),
        sittings=(Sitting(date(2005, 10, 18)),),
        themes="trafficking human-rights",
        source=SOURCE,
        partners=with_("UNU", "UNODC"),
        people=44,
    ),
    Topic(
        slug="labour-migration-2006",
        title=("Labour migration", "Les migrations de main-d’œuvre"),
        summary=(
            "Who moves for work, through which channels, and what bilateral"
            " agreements and labour standards can do for workers, employers and both"
            " countries.",
            "Qui se déplace pour travailler, par quelles voies, et ce que les accords"
            " bilatéraux et les normes du travail peuvent apporter aux travailleurs,"
            " aux employeurs et aux deux pays.",
        ),
        objectives=(
            (
                "Compare ways of admitting workers for a time or for good",
                "Comparer les régimes d’admission temporaire et permanente",
            ),
            (
                "Explain which labour standards protect migrant workers",
                "Expliquer quelles normes du travail protègent les migrants",
            ),
        ),
        sittings=(Sitting(date(2006, 3, 15)),),
        themes="labour",
        source=SOURCE,
        partners=with_("ILO"),
        people=52,
    ),
    Topic(
        slug="contributions-of-diasporas-2006",
        title=("Contributions of diasporas", "L’apport des diasporas"),
        summary=(
            "Money is one part of what emigrants send home; knowledge, trade and"
            " civic ties are others. The seminar asked how countries of origin can"
            " make room for them.",
            "L’argent n’est qu’une part de ce que les émigrés envoient au pays : le"
            " savoir, le commerce et les liens civiques en sont d’autres. Comment les"
            " pays d’origine peuvent-ils leur faire une place ?",
        ),
        objectives=(
            (
                "Describe what diasporas contribute beside remittances",
                "Décrire ce que les diasporas apportent outre les envois de fonds",
            ),
            (
                "Weigh public measures that keep ties with emigrants",
                "Évaluer les mesures publiques qui entretiennent les liens",
            ),
        ),
        sittings=(Sitting(date(2006, 5, 11)),),
        themes="diaspora development",
        source=SOURCE,
        places=45,
        people=56,
    ),
    Topic(
        slug="hiv-aids-and-migration-2006",
        title=("HIV, AIDS and migration", "VIH, sida et migration"),
        summary=(
            "Moving does not make people ill, yet the conditions of moving can. On"
            " prevention and care on the way, and on testing and entry restrictions.",
            "Migrer ne rend pas malade, mais les conditions du voyage le peuvent. Sur"
            " la prévention et les soins en chemin, le dépistage et les restrictions à"
            " l’entrée.",
        ),
        objectives=(
            (
                "Explain why mobility can raise vulnerability to HIV",
                "Expliquer pourquoi la mobilité peut accroître la vulnérabilité au VIH",
            ),
            (
                "Judge entry rules for people who live with HIV",
                "Apprécier les règles d’entrée visant les personnes vivant avec le VIH",
            ),
        ),
        sittings=(Sitting(date(2006, 5, 26)),),
        themes="health",
        source=SOURCE,
        partners=with_("WHO"),
        people=36,
    ),
    Topic(
        slug="regional-consultative-processes-2006",
        title=(
            "Regional consultative processes",
            "Les processus consultatifs régionaux",
        ),
        summary=(
            "States of a region talk about migration without binding themselves. What"
            " such processes have brought about, where they overlap, and what a global"
            " dialogue could take from them.",
            "Les États d’une région se concertent sur les migrations sans s’engager"
            " juridiquement. Ce que ces processus ont produit, où ils se recoupent, et"
            " ce qu’un dialogue mondial pourrait en retenir.",
        ),
        objectives=(
            (
                "Situate the main consultative processes by region and purpose",
                "Situer les principaux processus par région et par objet",
            ),
            (
                "Discuss what they can offer to a dialogue of all States",
                "Discuter leur apport à un dialogue entre tous les États",
            ),
        ),
        sittings=(Sitting(date(2006, 6, 20)),),
        themes="governance",
        source=SOURCE,
        people=33,
        places=40,
    ),
    Topic(
        slug="migration-and-human-rights-2006",
        title=("Migration and human rights", "Migration et droits de l’homme"),
        summary=(
            "Which rights hold for everybody on a territory and which may depend on"
            " status: treaties, their supervision, and cases from consular practice.",
            "Quels droits valent pour toute personne sur un territoire, et lesquels"
            " peuvent dépendre du statut : les traités, leur contrôle et des cas tirés"
            " de la pratique consulaire.",
        ),
        objectives=(
            (
                "Name the core treaties that protect migrants",
                "Citer les principaux traités qui protègent les migrants",
            ),
            (
                "Apply the principle of non-discrimination to a case",
                "Appliquer le principe de non-discrimination à un cas",
            ),
        ),
        sittings=(Sitting(date(2006, 6, 27)),),
        themes="human-rights law",
        source=SOURCE,
        partners=with_("OLA"),
        people=58,
        places=50,
    ),
    Topic(
        slug="irregular-migration-2006",
        title=("Irregular migration", "La migration irrégulière"),
        summary=(
            "Why people move or stay without papers, what is known of their number,"
            " and which answers work at borders, at work and on return.",
            "Pourquoi des personnes se déplacent ou restent sans papiers, ce que l’on"
            " sait de leur nombre, et quelles réponses fonctionnent aux frontières, au"
            " travail et au retour.",
        ),
        objectives=(
            (
                "Tell apart the ways into an irregular situation",
                "Distinguer les voies qui mènent à une situation irrégulière",
            ),
            (
                "Weigh regularisation against assisted return",
                "Mettre en balance régularisation et retour volontaire assisté",
            ),
        ),
        sittings=(Sitting(date(2006, 7, 12)),),
        themes="irregular governance",
        source="The topic is on record; no day was found, this one is illustrative",
        certainty=INVENTED,
        people=39,
    ),
]
