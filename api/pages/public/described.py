"""An offer as search engines read it: JSON-LD in the words of schema.org."""

from typing import Any

from models.queries.catalogue import PublishedOffer
from models.rules.days import local_date
from models.settings import settings
from reports.wording import wording


def described(shown: PublishedOffer) -> dict[str, Any]:
    """What the page shows, and no more: an anonymous offer is the network's."""
    offer, home = shown.offer, settings()
    url = home.base_url.rstrip("/") + shown.path
    words = wording(offer.language).labels
    product: dict[str, Any] = {
        "@type": "Product",
        "name": offer.title,
        "description": offer.short_summary,
        "productID": shown.reference,
        "url": url,
        "image": f"{url}/card.png",
    }
    if shown.technology.field:
        product["category"] = words["field"][shown.technology.field]
    keywords = [*offer.technology_keywords, *offer.market_keywords]
    if keywords:
        product["keywords"] = ", ".join(keywords)
    made: dict[str, Any] = {
        "@type": "Offer",
        "url": url,
        "itemOffered": product,
        "offeredBy": _organisation(shown),
        "availability": "https://schema.org/InStock",
    }
    if offer.countries:
        made["eligibleRegion"] = [{"@type": "Country", "name": code} for code in offer.countries]
    if offer.published_at:
        made["validFrom"] = local_date(offer.published_at).isoformat()
    if offer.expires_on:
        made["validThrough"] = offer.expires_on.isoformat()
    return {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": offer.title,
        "description": offer.short_summary,
        "inLanguage": offer.language.value,
        "url": url,
        "isPartOf": {"@type": "WebSite", "name": home.network_name, "url": f"{home.base_url.rstrip('/')}/"},
        "mainEntity": made,
    }


def _is_of_the_web(address: str) -> bool:
    return address.lower().startswith(("https://", "http://"))


def _organisation(shown: PublishedOffer) -> dict[str, str]:
    institution = shown.institution_shown
    if institution is None:
        return {"@type": "Organization", "name": settings().network_name}
    named = {"@type": "Organization", "name": institution.name(shown.offer.language)}
    return {**named, "url": institution.homepage} if _is_of_the_web(institution.homepage) else named
