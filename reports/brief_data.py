"""The offer as data inside its brief: what a program reads where a person reads the pages.

`docs/briefs.md` describes the fields. It says nothing that the brief itself may not say.
"""

import json
from typing import TYPE_CHECKING, Any

from models.rules.words import development_stage
from reports.archival_files import Attached

if TYPE_CHECKING:
    from reports.briefs import BriefContent

FILE_NAME = "offer.json"
FORMAT = "helix-offer/1"
"""Raised when a field changes its meaning or goes; new fields may come without."""
_SAME = (
    "title short_summary problem description advantages trl ipr_status ipr_notes expected_role language anonymous"
).split()


def offer_data(content: "BriefContent") -> Attached:
    text = json.dumps(_data(content), ensure_ascii=False, indent=1)
    return Attached(
        name=FILE_NAME,
        description="The offer as data (JSON)",
        content=text.encode(errors="replace"),
    )


def _data(content: "BriefContent") -> dict[str, Any]:
    from reports.briefs import contact_of

    contact = contact_of(content)
    return {
        "format": FORMAT,
        "reference": content.reference,
        "version": content.offer_version,
        **{name: getattr(content, name) for name in _SAME},
        "development_stage": development_stage(content.trl),
        "key_figures": [
            {"value": each.value, "label": each.label, "compared_with": each.compared_with}
            for each in content.key_figures
        ],
        "partnerships": [{"type": each.type, "why": each.why, "how": each.how} for each in content.partnerships],
        "partner_sizes": list(content.partner_sizes),
        "countries": list(content.countries),
        "technology_keywords": list(content.technology_keywords),
        "market_keywords": list(content.market_keywords),
        "sdgs": list(content.sdgs),
        "value_chain": content.value_chain,
        "field": content.field,
        "pictures": [{"alt": each.alt, "caption": each.caption} for each in content.pictures],
        "institution": _institution(content),
        "contact": {"name": contact.name, "email": contact.email, "phone": contact.phone},
        "network": {"name": content.network_name, "email": content.network_email, "phone": content.network_phone},
        "approved_on": content.approved_on and content.approved_on.isoformat(),
        "published_on": content.published_on and content.published_on.isoformat(),
        "expires_on": content.expires_on and content.expires_on.isoformat(),
        "url": content.offer_url,
    }


def _institution(content: "BriefContent") -> dict[str, Any]:
    """An anonymous offer tells its kind and country alone."""
    shown = {"area": content.institution_area, "country": content.institution_country}
    if content.anonymous:
        return shown
    return {"name": content.institution_name, "city": content.institution_city, **shown}
