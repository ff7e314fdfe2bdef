"""What the pages on prior art call our codes. Sentences for `_()`."""

from api.pages.words import N_
from models.rules.words import PriorArtCategory, PriorArtKind

KIND = {
    PriorArtKind.PATENT: N_("Patent or application"),
    PriorArtKind.PUBLICATION: N_("Publication"),
    PriorArtKind.PRODUCT: N_("Product"),
    PriorArtKind.OWN_CASE: N_("Case of our own portfolio"),
    PriorArtKind.OTHER: N_("Something else"),
}
CATEGORY = {
    PriorArtCategory.X: N_("X: takes novelty or inventive step by itself"),
    PriorArtCategory.Y: N_("Y: takes inventive step together with another document"),
    PriorArtCategory.A: N_("A: shows the state of the art only"),
}
SERVICES = (
    ("Espacenet", "https://worldwide.espacenet.com/", N_("patents of all countries, by the European Patent Office")),
    ("Patentscope", "https://patentscope.wipo.int/", N_("international applications, by WIPO")),
    ("e-Wyszukiwarka UPRP", "https://ewyszukiwarka.pue.uprp.gov.pl/", N_("Polish patents and utility models")),
    ("Google Scholar", "https://scholar.google.com/", N_("scientific publications")),
    ("Europe PMC", "https://europepmc.org/", N_("publications in the life sciences")),
)
"""Where one searches by hand: name, address, and for what."""
