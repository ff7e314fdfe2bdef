"""An officer remarks on a disclosure that lies with its creators."""

from sqlmodel import select

from models.db import reading
from models.tables import Remark
from tests.api.pages.officer.browsing import browser


def test_a_remark_is_added_while_the_creators_can_correct_and_kept_as_typed_otherwise(world, app):
    officer = browser(app, world.cast.officer)
    place = f"/technologies/{world.fresh}"
    assert f'action="{place}/remarks' in officer.get(place).text
    refused = officer.post(f"{place}/remarks", data={"field": "", "text": "Say more."})
    assert refused.status_code == 422
    assert "Say more." in refused.text
    assert officer.post(f"{place}/remarks", data={"field": "no_such", "text": "x"}).status_code == 404
    answer = officer.post(f"{place}/remarks", data={"field": "novelty", "text": "Say more."})
    assert answer.headers["location"] == f"{place}?done=remarked#disclosure"
    later = f"/technologies/{world.published}"
    assert f"{later}/remarks" not in officer.get(later).text
    assert officer.post(f"{later}/remarks", data={"field": "novelty", "text": "Late."}).status_code == 409
    with reading() as session:
        assert session.exec(select(Remark.text)).all() == ["Say more."]
    creator = browser(app, world.cast.researcher)
    assert "Say more." in creator.get(f"/disclosures/{world.fresh}").text
