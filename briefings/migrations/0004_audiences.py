"""Audiences are saved and put together; each installation begins with the usual ones.

What briefings said by kind, group and seminar becomes an audience of that meaning.
What waited for approval is a draft again, for it was sealed with the old words.
"""

import django.db.models.deletion
from django.db import migrations, models

MISSIONS = {
    "who": "organisations",
    "sector": "mission",
    "reached_at": "official",
}


def sector(name):
    return MISSIONS | {"sector": name}


ALL = ("All missions", "Toutes les missions", [MISSIONS])
GROUPS = {
    "african": (
        "Missions of the African Group",
        "Missions du Groupe des États d’Afrique",
    ),
    "asia_pacific": (
        "Missions of the Asia-Pacific Group",
        "Missions du Groupe des États d’Asie et du Pacifique",
    ),
    "eastern_european": (
        "Missions of the Eastern European Group",
        "Missions du Groupe des États d’Europe orientale",
    ),
    "grulac": (
        "Missions of the Latin American and Caribbean Group",
        "Missions du Groupe des États d’Amérique latine et des Caraïbes",
    ),
    "weog": (
        "Missions of the Western European and Others Group",
        "Missions du Groupe des États d’Europe occidentale et autres États",
    ),
}
SITUATIONS = {
    "ldc": (
        "Missions of least developed countries",
        "Missions des pays les moins avancés",
    ),
    "lldc": (
        "Missions of landlocked developing countries",
        "Missions des pays en développement sans littoral",
    ),
    "sids": (
        "Missions of small island developing States",
        "Missions des petits États insulaires en développement",
    ),
    "any": (
        "Missions of countries in special situations",
        "Missions des pays en situation particulière",
    ),
}
STANDARD = [
    ALL,
    (
        "All missions and their focal points",
        "Toutes les missions et leurs points focaux",
        [MISSIONS | {"reached_at": "both"}],
    ),
    *[
        (*names, [MISSIONS | {"regional_group": group}])
        for group, names in GROUPS.items()
    ],
    *[
        (*names, [MISSIONS | {"situation": situation}])
        for situation, names in SITUATIONS.items()
    ],
    (
        "Missions of observers",
        "Missions des observateurs",
        [MISSIONS | {"standing": "observer"}],
    ),
    ("United Nations system", "Système des Nations Unies", [sector("un")]),
    ("Civil society", "Société civile", [sector("ngo"), sector("migrant_association")]),
    ("Academia", "Milieux universitaires", [sector("academia")]),
    (
        "Delegates who cover the Second Committee",
        "Personnes qui suivent la Deuxième Commission",
        [MISSIONS | {"reached_at": "", "committee": "second"}],
    ),
    (
        "Delegates who cover the Third Committee",
        "Personnes qui suivent la Troisième Commission",
        [MISSIONS | {"reached_at": "", "committee": "third"}],
    ),
    ("All subscribers", "Toutes les personnes abonnées", [{"who": "subscribers"}]),
    (
        "Missions from which nobody ever came",
        "Missions dont personne n’est jamais venu",
        [MISSIONS | {"who": "never_came"}],
    ),
]


def save_audiences(apps, schema_editor):
    """Make the standard audiences, then give each briefing the one it meant."""
    by_name = make_standard(apps)
    for briefing in apps.get_model("briefings", "Briefing").objects.all():
        briefing.saved = meant_by(apps, briefing, by_name)
        if briefing.state in ("submitted", "approved"):
            briefing.state = "draft"
            briefing.submitted_hash = briefing.approved_hash = ""
            briefing.approved_by = briefing.approved_at = None
        briefing.save()
    # the columns change next, which nothing pending may hold up
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


def make_standard(apps):
    return {names[0]: audience(apps, *names) for names in STANDARD}


def audience(apps, name_en, name_fr, parts):
    saved = apps.get_model("briefings", "Audience").objects.create(
        name_en=name_en, name_fr=name_fr
    )
    part = apps.get_model("briefings", "AudiencePart")
    part.objects.bulk_create(part(audience=saved, **fields) for fields in parts)
    return saved


def meant_by(apps, briefing, by_name):
    if briefing.audience == "regional_group":
        return by_name[GROUPS[briefing.regional_group][0]]
    if briefing.audience == "all_missions":
        return by_name[ALL[0]]
    names = (
        f"Registered for seminar {briefing.seminar_id}",
        f"Personnes inscrites au séminaire {briefing.seminar_id}",
    )
    if names[0] not in by_name:
        registered = {"who": "registered", "seminar_id": briefing.seminar_id}
        by_name[names[0]] = audience(apps, *names, [registered])
    return by_name[names[0]]


class Migration(migrations.Migration):
    dependencies = [
        ("briefings", "0003_subscriptions"),
        ("seminars", "0002_hours_and_revisions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Audience",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "name_en",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=160,
                        verbose_name="name (English)",
                    ),
                ),
                (
                    "name_fr",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=160,
                        verbose_name="name (French)",
                    ),
                ),
            ],
            options={
                "verbose_name": "audience",
                "verbose_name_plural": "audiences",
            },
        ),
        migrations.CreateModel(
            name="AudiencePart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "is_excluded",
                    models.BooleanField(default=False, verbose_name="left out"),
                ),
                (
                    "who",
                    models.CharField(
                        choices=[
                            ("organisations", "Organisations"),
                            ("never_came", "Organisations from which nobody ever came"),
                            ("subscribers", "Subscribers to single messages"),
                            (
                                "registered",
                                "People who registered, waiting ones included",
                            ),
                            ("waiting", "People who wait for a place"),
                            ("attended", "People who came"),
                        ],
                        max_length=16,
                        verbose_name="who",
                    ),
                ),
                (
                    "reached_at",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("official", "at their official address"),
                            ("focal_points", "through their focal points"),
                            (
                                "both",
                                "at their official address and through their focal points",
                            ),
                        ],
                        max_length=16,
                        verbose_name="how",
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mission", "Permanent or observer mission"),
                            ("un", "United Nations system"),
                            ("igo", "Other intergovernmental organisation"),
                            ("ngo", "Non-governmental organisation"),
                            ("migrant_association", "Migrant association"),
                            ("academia", "Academia"),
                            ("foundation", "Foundation"),
                            ("private", "Private sector"),
                            ("media", "Media"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="sector",
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("member", "Member States"),
                            ("observer", "Observers"),
                        ],
                        max_length=10,
                        verbose_name="standing",
                    ),
                ),
                (
                    "regional_group",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("african", "African"),
                            ("asia_pacific", "Asia-Pacific"),
                            ("eastern_european", "Eastern European"),
                            ("grulac", "Latin American and Caribbean"),
                            ("weog", "Western European and Others"),
                        ],
                        max_length=24,
                        verbose_name="regional group",
                    ),
                ),
                (
                    "situation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ldc", "Least developed countries"),
                            ("lldc", "Landlocked developing countries"),
                            ("sids", "Small island developing States"),
                            (
                                "any",
                                "Countries in special situations (any of the three)",
                            ),
                        ],
                        max_length=4,
                        verbose_name="special situation",
                    ),
                ),
                (
                    "committee",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("first", "First Committee"),
                            ("second", "Second Committee"),
                            ("third", "Third Committee"),
                            ("fourth", "Fourth Committee"),
                            ("fifth", "Fifth Committee"),
                            ("sixth", "Sixth Committee"),
                            ("gfmd", "Global Forum on Migration and Development"),
                        ],
                        max_length=8,
                        verbose_name="delegates who cover",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of an audience",
                "verbose_name_plural": "parts of audiences",
            },
        ),
        migrations.AddConstraint(
            model_name="audience",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name_en", ""), _negated=True),
                    models.Q(("name_fr", ""), _negated=True),
                ),
                name="audience_named_in_both_languages",
                violation_error_code="both_languages",
                violation_error_message="Name it in English and in French.",
            ),
        ),
        migrations.AddConstraint(
            model_name="audience",
            constraint=models.UniqueConstraint(
                fields=("name_en",),
                name="audience_name_en_once",
                violation_error_code="name_taken",
                violation_error_message="There is an audience of this name: take that one, or choose another name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="audience",
            constraint=models.UniqueConstraint(
                fields=("name_fr",),
                name="audience_name_fr_once",
                violation_error_code="name_taken",
                violation_error_message="There is an audience of this name: take that one, or choose another name.",
            ),
        ),
        migrations.AddField(
            model_name="audiencepart",
            name="audience",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parts",
                to="briefings.audience",
                verbose_name="audience",
            ),
        ),
        migrations.AddField(
            model_name="audiencepart",
            name="seminar",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="audience_parts",
                to="seminars.seminar",
                verbose_name="seminar",
            ),
        ),
        migrations.AddField(
            model_name="audiencepart",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="audience_parts",
                to="seminars.series",
                verbose_name="series",
            ),
        ),
        migrations.AddField(
            model_name="audiencepart",
            name="theme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="audience_parts",
                to="seminars.theme",
                verbose_name="theme",
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "who__in",
                        [
                            "organisations",
                            "never_came",
                            "subscribers",
                            "registered",
                            "waiting",
                            "attended",
                        ],
                    )
                ),
                name="briefings_audiencepart_who_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reached_at__in", ["", "official", "focal_points", "both"])
                ),
                name="briefings_audiencepart_reached_at_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "sector__in",
                        [
                            "",
                            "mission",
                            "un",
                            "igo",
                            "ngo",
                            "migrant_association",
                            "academia",
                            "foundation",
                            "private",
                            "media",
                            "other",
                        ],
                    )
                ),
                name="briefings_audiencepart_sector_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencepart",
            constraint=models.CheckConstraint(
                condition=models.Q(("standing__in", ["", "member", "observer"])),
                name="briefings_audiencepart_standing_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "regional_group__in",
                        [
                            "",
                            "african",
                            "asia_pacific",
                            "eastern_european",
                            "grulac",
                            "weog",
                        ],
                    )
                ),
                name="briefings_audiencepart_regional_group_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("situation__in", ["", "ldc", "lldc", "sids", "any"])
                ),
                name="briefings_audiencepart_situation_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "committee__in",
                        [
                            "",
                            "first",
                            "second",
                            "third",
                            "fourth",
                            "fifth",
                            "sixth",
                            "gfmd",
                        ],
                    )
                ),
                name="briefings_audiencepart_committee_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("who__in", ("organisations", "never_came")), _negated=True
                    ),
                    models.Q(("sector", ""), _negated=True),
                    _connector="OR",
                ),
                name="part_of_organisations_names_their_sector",
                violation_error_code="sector",
                violation_error_message="Choose the sector of these organisations: missions, for example.",
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("committee", ""), ("who__in", ("organisations", "never_came"))
                    ),
                    ("reached_at", ""),
                    _connector="XOR",
                ),
                name="part_says_how_exactly_for_organisations",
                violation_error_code="reached_at",
                violation_error_message="Say how organisations are reached; leave it empty for people and for delegates of a committee, who have addresses of their own.",
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("who__in", ("organisations", "never_came")),
                    models.Q(("committee", ""), ("standing", "")),
                    _connector="OR",
                ),
                name="committee_and_standing_only_of_organisations",
                violation_error_code="organisations_only",
                violation_error_message="Committee and standing narrow organisations: choose those, or empty both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("who", "subscribers"), _negated=True),
                    models.Q(
                        ("regional_group", ""),
                        ("sector", ""),
                        ("seminar", None),
                        ("situation", ""),
                    ),
                    _connector="OR",
                ),
                name="subscribers_only_by_theme_or_series",
                violation_error_code="subscribers",
                violation_error_message="Of subscribers only theme and series are known: empty the rest.",
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("who__in", ("registered", "waiting", "attended")),
                        _negated=True,
                    ),
                    ("seminar__isnull", False),
                    ("series__isnull", False),
                    ("theme__isnull", False),
                    _connector="OR",
                ),
                name="registrants_of_something",
                violation_error_code="of_what",
                violation_error_message="Choose a seminar, a series or a theme.",
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("who", "organisations"), _negated=True),
                    models.Q(("seminar", None), ("series", None), ("theme", None)),
                    _connector="OR",
                ),
                name="organisations_of_no_seminar",
                violation_error_code="of_no_seminar",
                violation_error_message="A seminar, series or theme narrows people who registered, subscribers, and organisations from which nobody came.",
            ),
        ),
        migrations.AddField(
            model_name="briefing",
            name="saved",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="briefings.audience",
            ),
        ),
        migrations.RunPython(save_audiences, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name="briefing",
            name="briefings_briefing_audience_known",
        ),
        migrations.RemoveConstraint(
            model_name="briefing",
            name="group_exactly_for_a_group",
        ),
        migrations.RemoveConstraint(
            model_name="briefing",
            name="registrants_of_a_seminar",
        ),
        migrations.RemoveConstraint(
            model_name="briefing",
            name="briefings_briefing_regional_group_known",
        ),
        migrations.RemoveField(
            model_name="briefing",
            name="regional_group",
        ),
        migrations.RemoveField(
            model_name="briefing",
            name="audience",
        ),
        migrations.RenameField(
            model_name="briefing",
            old_name="saved",
            new_name="audience",
        ),
        migrations.AlterField(
            model_name="briefing",
            name="audience",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="briefings",
                to="briefings.audience",
                verbose_name="to",
            ),
        ),
    ]
