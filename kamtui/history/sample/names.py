"""The words that the names of the made-up companies are put together from."""

from __future__ import annotations

# fmt: off
NAME_HEADS = (
    "Halla", "Kuura", "Utu", "Kaste", "Sumu", "Routa", "Tyyni", "Hanki", "Lumi", "Rae",
    "Vihma", "Sarastus", "Ilta", "Keto", "Suvi", "Kevät", "Syys", "Talvi", "Tähti", "Rusko",
    "Kanerva", "Sammal", "Vaapukka", "Pihka", "Käpy", "Havu", "Tuohi", "Terho", "Raita", "Jäkälä",
)
NAME_TAILS = (
    "kumpu", "notko", "rinne", "oja", "lampi", "kallio", "harju", "sarka", "tanhua", "kangas",
    "polku", "silta", "reuna", "kolo", "salmi", "luoto", "ranta", "portti", "kulma", "varvikko",
    "lehto", "paasi", "torppa", "aitta", "veräjä", "nummi", "sola", "suvanto", "kaarre", "hieta",
)
# fmt: on
