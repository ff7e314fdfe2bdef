from models.tables import *
from tests.api.pages.officer.browsing import browser


def test_smoke(shared, app, shared_client):
    o = browser(app, shared.cast.officer)
    paths = []
    for ref in (shared.offered, shared.published, shared.licensed, shared.fresh):
        t = f"/technologies/{ref}"
        paths += [
            f"{t}/offer",
            f"{t}/offer/en",
            f"{t}/offer/pl",
            f"{t}/partners",
            f"{t}/partners?q=strip",
            f"{t}/agreements",
        ]
    t = f"/technologies/{shared.licensed}"
    paths += [
        f"{t}/agreements/{shared.agreement_id}",
        f"{t}/agreements/new?lead={shared.lead_id}&kind=nda",
        f"{t}/agreements/new?lead={shared.lead_id}&kind=licence",
        f"{t}/agreements/new?lead={shared.lead_id}&kind=option",
    ]
    p = shared.partner_id
    paths += [
        "/partners",
        "/partners?q=strip",
        "/partners/new",
        f"/partners/{p}",
        f"/partners/{p}/edit",
        f"/partners/{p}/contacts/new",
        f"/partners/{p}/contacts/{shared.contact_id}",
        f"/partners/{p}/profile",
        "/work",
        f"/technologies/{shared.published}/offer/en/preview",
    ]
    for path in paths:
        for lang in ("", "pl"):
            a = o.get(path, params={"lang": lang} if lang and "?" not in path else None)
            assert a.status_code == 200, (path, a.status_code, a.text[:3000])
