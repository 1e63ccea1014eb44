"""Fictional names as people of many places write them. Nobody here exists."""

from random import Random

from partners.models import FormOfAddress, Gender

# By part of the world: women's names, men's names, family names.
POOLS = {
    "west_africa": (
        "Aïssatou, Mariama, Awa, Fatoumata, Adjoa, Clarisse, Ngoné, Djénéba",
        "Moussa, Ibrahima, Kofi, Serge, Abdoulaye, Koffi, Lamine, Boubacar",
        "Diallo, Traoré, N’Diaye, Ouédraogo, Mensah, Koné, Sarr, Adjovi, Mbemba",
    ),
    "east_africa": (
        "Wanjiru, Grace, Thandiwe, Chipo, Abeba, Nomvula, Esther, Tendai",
        "Joseph, Tawanda, Okello, Sipho, Dawit, Emmanuel, Kwame, Babajide",
        "Mwangi, Okonkwo, Banda, Nkosi, Tesfaye, Achieng, Moyo, Owusu, Phiri",
    ),
    "arab": (
        "Amal, Leïla, Nadia, Salma, Huda, Rania, Yasmine, Samira",
        "Karim, Youssef, Omar, Tariq, Hassan, Nabil, Faisal, Mehdi",
        "Ben Youssef, El-Amrani, Haddad, AL-NASSER, Bouzid, Khalil, Mansour, Saïdi",
    ),
    "latin": (
        "María José, Lucía, Ximena, Valentina, Inés, Soledad, Carolina",
        "Andrés, José Ignacio, Ramón, Julián, Esteban, Óscar, Rubén, Iñaki",
        "Muñoz, Peña, Quiñones, Álvarez, DE LA VEGA, Rojas, Ibáñez, Yupanqui",
    ),
    "lusophone": (
        "Beatriz, Conceição, Luísa, Mafalda, Teresa, Iara",
        "João, Tomé, Gonçalo, Edson, Paulo, Nuno",
        "Gonçalves, Araújo, Simões, Tavares, Magalhães, DOS SANTOS, Neto",
    ),
    "caribbean": (
        "Keisha, Marlène, Althea, Simone, Dawn, Rose-Laure",
        "Desmond, Winston, Jean-Robert, Curtis, Andre, Lennox",
        "Baptiste, Campbell, Joseph, Ramdeen, Pierre-Louis, Clarke, Toussaint",
    ),
    "south_asia": (
        "Priya, Nusrat, Dilini, Sunita, Farzana, Anjali",
        "Rajesh, Imran, Suresh, Tanvir, Arjun, Nimal",
        "BIN MOMEN, Sharma, Perera, Rahman, Thapa, Iyer, Chowdhury, Gunawardena",
    ),
    "southeast_asia": (
        "Maria Luz, Siti, Ngọc Linh, Corazon, Dewi, Chanthou",
        "Jose Miguel, Budi, Somchai, Văn Đức, Rizal, Bagus",
        "dela Cruz, Santoso, Nguyễn, Reyes, Panyasiri, Villanueva, Sok",
    ),
    "east_asia": (
        "Yuki, Min-ji, Lihua, Sarangerel, Akiko, Soo-yeon",
        "Kenji, Jun-ho, Wei, Bat-Erdene, Takeshi, Sung-min",
        "TANAKA, KIM, ZHANG, Ganbold, SATŌ, PARK, CHEN",
    ),
    "pacific": (
        "Mele, Losa, Sina, Adi, Litia",
        "Semi, Tevita, Ioane, Ratu, Pita",
        "Taufa, Vakatora, Leavasa, Tuilagi, Fonoti",
    ),
    "anglo": (
        "Siobhán, Margaret, Hannah, Deborah, Moana, Fiona",
        "Pádraig, Malcolm, Stewart, Nigel, Wiremu, Geoffrey",
        "Ó Briain, Whitfield, MacAllister, D’Souza, Thornbury, Gallagher, Harlow",
    ),
    "french": (
        "Chloé, Françoise, Élodie, Hélène, Maëlle, Solange",
        "Jean-Marc, Benoît, Aurélien, Rémi, Loïc, François",
        "Lefèvre, Vanderlinden, Bélanger, Crèvecœur, Dubreuil, Rochat, L’Hermitte",
    ),
    "germanic": (
        "Anneke, Katrin, Jürgine, Marijke, Sabine, Ursula",
        "Matthias, Jörg, Willem, Ruud, Günther, Klaus-Peter",
        "van der Meer, Müller, Groß, de Vries, Schäfer, ten Brink, Böhm",
    ),
    "nordic": (
        "Ingrid, Åsa, Solveig, Kirsi, Þóra, Annika",
        "Søren, Lars, Åke, Jørn, Eino, Björn",
        "Lindqvist, Brøgger, Ångström, Hægeland, Mäkinen, Sjöberg",
    ),
    "southern": (
        "Eleni, Chiara, Ottavia, Despina, Giulia, Ayşe",
        "Nikos, Niccolò, Emre, Panagiotis, Salvatore, Çağlar",
        "Papadakis, Bertolucci, Yıldız, D’Angelo, Kalogeropoulos, Öztürk",
    ),
    "eastern": (
        "Oksana, Zsófia, Małgorzata, Ioana, Tamar, Kateřina",
        "Dmytro, László, Łukasz, Ștefan, Giorgi, Tomáš",
        "Kovačević, Nowak, Szabó, Popescu, Beridze, Dvořák, Wiśniewska",
    ),
}
COUNTRIES = {
    "west_africa": "SEN MLI BEN CIV TGO BFA NER GIN CMR GAB COD COG TCD MRT",
    "east_africa": "KEN UGA TZA GHA NGA ZMB ZWE MWI RWA ZAF ETH NAM LSO SLE",
    "arab": "MAR DZA TUN EGY JOR LBN SAU ARE YEM SDN QAT SYR LBY",
    "latin": "MEX COL ECU PER ARG CHL GTM SLV HND DOM CRI BOL PRY URY ESP NIC",
    "lusophone": "BRA PRT AGO MOZ CPV",
    "caribbean": "JAM TTO BRB GUY HTI BHS",
    "south_asia": "IND PAK BGD LKA NPL MDV",
    "southeast_asia": "PHL IDN MYS THA VNM KHM LAO",
    "east_asia": "CHN JPN KOR MNG",
    "pacific": "FJI WSM TON PNG TUV KIR",
    "anglo": "USA CAN GBR IRL AUS NZL",
    "french": "BEL FRA CHE LUX",
    "germanic": "DEU NLD AUT",
    "nordic": "SWE NOR DNK FIN ISL",
    "southern": "ITA GRC TUR VAT EU CYP",
    "eastern": "POL HUN ROU UKR RUS SRB CZE MDA ALB ARM GEO",
}
POOL_OF = {code: pool for pool, codes in COUNTRIES.items() for code in codes.split()}
FRENCH = (
    "SEN MLI BEN CIV TGO BFA NER GIN CMR GAB COD COG TCD HTI MAR DZA TUN BEL FRA CHE"
)
ALONE = [  # names of another shape: one word, another script, a title inside
    ("Wiratno", Gender.MAN, "IDN"),
    ("ليلى الحدّاد", Gender.WOMAN, "JOR"),
    ("Dato’ Ahmad bin Ismail", Gender.MAN, "MYS"),
    ("Tshering", Gender.UNSAID, "NPL"),
]


def draw(rng: Random, country: str) -> tuple[str, Gender]:
    """Draw a name of the country's part of the world, and what the person says."""
    pool = POOL_OF.get(country) or rng.choice(sorted(POOLS))
    women, men, family = (names.split(", ") for names in POOLS[pool])
    gender = rng.choices([Gender.WOMAN, Gender.MAN], [50, 50])[0]
    given = rng.choice(women if gender == Gender.WOMAN else men)
    name = f"{given} {rng.choice(family)}"
    if rng.random() < 0.25:
        name = f"{given} {rng.choice('ABDEHJKLMNRSTV')}. {rng.choice(family)}"
    said = rng.choices([gender, Gender.UNSAID, Gender.OTHER], [90, 9, 1])[0]
    return name, said


def form_of_address(rng: Random, gender: Gender, rank: str) -> FormOfAddress:
    """Choose the form that goes with a rank; none where the gender is unsaid."""
    if gender in (Gender.UNSAID, Gender.OTHER):
        return FormOfAddress.NONE
    woman = gender == Gender.WOMAN
    if rank == "Permanent Representative":
        return FormOfAddress.HE_MS if woman else FormOfAddress.HE_MR
    if rng.random() < 0.08:
        return FormOfAddress.DR
    return FormOfAddress.MS if woman else FormOfAddress.MR
