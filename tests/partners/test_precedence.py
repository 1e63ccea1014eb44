import pytest
from django.utils import translation

from partners.precedence import STANDARD_RANKS, is_head_of_mission, precedence


@pytest.mark.parametrize(
    ("place", "ranks"),
    [
        (
            1,
            [
                "Permanent Representative",
                "PERMANENT  representative",
                "Ambassador and Permanent Representative",
                "Représentante permanente",
                "representant permanent",
                "Permanent Observer",
                "Observatrice permanente",
                "Observateur permanent",
                "Chargé d’affaires a.i.",
                "Head of Delegation",
                "Cheffe de la délégation",
            ],
        ),
        (
            2,
            [
                "Deputy Permanent Representative",
                "Représentant permanent adjoint",
                "Représentante permanente adjointe",
                "Deputy Permanent Observer",
                "Alternate Permanent Representative",
            ],
        ),
        (3, ["Minister", "Ministre", "Minister Plenipotentiary"]),
        (4, ["Minister Counsellor", "Minister-Counselor", "Ministre-conseillère"]),
        (5, ["Counsellor", "Conseiller", "Conseillère", "Political counselor"]),
        (6, ["First Secretary", "1st Secretary", "Première secrétaire"]),
        (7, ["Second Secretary", "Deuxième secrétaire", "Second secrétaire"]),
        (8, ["Third Secretary", "Troisième Secrétaire"]),
        (9, ["Attaché", "attache", "Attachée de presse"]),
        (10, ["Adviser", "Legal Advisor", "Conseillère juridique"]),
        (11, ["Expert", "Experte"]),
        (12, ["", "Intern", "Administerial"]),
    ],
)
def test_rank_is_recognised_in_both_languages(place, ranks):
    assert [(rank, precedence(rank)) for rank in ranks] == [(r, place) for r in ranks]


def test_standard_ranks_are_all_recognised_in_english():
    with translation.override("en"):
        places = [precedence(str(rank)) for rank in STANDARD_RANKS]

    assert places == [1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]


def test_only_the_head_of_mission_is_the_head():
    assert is_head_of_mission("Permanent Representative")
    assert not is_head_of_mission("Deputy Permanent Representative")
