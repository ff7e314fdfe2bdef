"""Ownership and the docket over HTTP: what a program records, and what is told to it of what is missing."""

from datetime import date
from typing import Any

from starlette.testclient import TestClient

from models.db import transaction
from models.rules.words import PublicDisclosure
from tests import factories as make
from tests.api.conftest import API, World


def call(client: TestClient, world: World, method: str, path: str, **options: Any) -> Any:
    answer = client.request(method, f"{API}{path}", headers=world.bearer("officer"), **options)
    assert answer.status_code in (200, 201, 204), answer.text
    return answer.json() if answer.content else None


def test_a_program_documents_the_rights_and_reads_what_is_missing_in_its_language(world, client) -> None:
    case = f"/technologies/{world.fresh}"
    before = call(client, world, "GET", f"{case}/ownership", params={"lang": "pl"})
    [right] = before["rights"]
    assert right["employed_here"] is True
    assert before["missing"][0].startswith("Łucja Żądło: należy wskazać przepis albo dokument")
    basis = {
        "contributor_id": right["contributor_id"],
        "basis": "employment",
        "document": "art. 11",
        "waiver": "W.",
    }
    after = call(client, world, "PUT", f"{case}/legal-basis", json={"bases": [basis]})
    assert (after["missing"], after["rights"][0]["document"]) == ([], "art. 11")


def test_a_co_owner_is_corrected(world, client) -> None:
    given = {"name": "Szpital", "share_bp": 2_500, "agreement": "Umowa 1"}
    owner = call(client, world, "POST", f"/technologies/{world.offered}/co-owners", json=given)
    right = {"name": "Szpital Kliniczny", "share_bp": 3_333, "agreement": "Umowa 1", "waiver": "W sejfie."}
    call(client, world, "PUT", f"/co-owners/{owner['id']}", json=right)
    [read] = call(client, world, "GET", f"/technologies/{world.offered}/ownership")["co_owners"]
    assert {name: read[name] for name in right} == right


def test_a_funders_demand_is_recorded_settled_and_stands_on_the_docket(world, client) -> None:
    case = f"/technologies/{world.offered}"
    funding = call(client, world, "POST", f"{case}/funding", json={"sponsor": "NCP", "number": "7"})
    demand = {"kind": "report_utilisation", "text": "Each year.", "due_on": "2027-03-31"}
    made = call(client, world, "POST", f"/funding/{funding['id']}/demands", json=demand)
    [line] = [each for each in call(client, world, "GET", "/docket")["items"] if each["demand_id"] == made["id"]]
    assert (line["label"], line["due_on"], line["certainty"]) == ("Duty to a funder", "2027-03-31", "A")
    settled = {"state": "met", "settled_on": "2026-11-20", "document": "Report 1"}
    assert call(client, world, "POST", f"/demands/{made['id']}/settlement", json=settled)["state"] == "met"
    read = call(client, world, "GET", f"{case}/ownership")["funding"][0]["demands"]
    assert [each["state"] for each in read] == ["met"]
    both = demand | {"due_event": "income"}
    answer = client.post(f"{API}/funding/{funding['id']}/demands", json=both, headers=world.bearer("officer"))
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_an_input_tells_its_limits_and_is_cleared(world, client) -> None:
    case = f"/technologies/{world.offered}"
    given = {"kind": "open_source", "name": "libsignal", "provider": "its authors", "licence": "AGPL-3.0"}
    made = call(client, world, "POST", f"{case}/inputs", json=given)
    [line] = call(client, world, "GET", f"{case}/ownership", params={"lang": "pl"})["inputs"]
    assert line["limits"] == [
        "silny copyleft: także udostępnianie przez sieć wymaga wydania kodu źródłowego na tej samej licencji"
    ]
    cleared = {"state": "cleared", "note": "Runs as a service of its own."}
    assert call(client, world, "PUT", f"/inputs/{made['id']}/clearance", json=cleared)["state"] == "cleared"
    call(client, world, "DELETE", f"/inputs/{made['id']}")
    assert call(client, world, "GET", f"{case}/ownership")["inputs"] == []


def test_gates_tell_whole_sentences_in_the_asked_language(world, client) -> None:
    call(client, world, "POST", f"/technologies/{world.offered}/funding", json={"sponsor": "NCP", "consent": True})
    moves = call(client, world, "GET", f"/technologies/{world.licensed}", params={"lang": "pl"})["moves"]
    assert moves == []
    told = call(client, world, "GET", f"/technologies/{world.fresh}", params={"lang": "pl"})
    assert {move["to"] for move in told["moves"]} == {"triage", "closed"}


def test_a_family_is_opened_filed_and_its_events_start_clocks(world, client) -> None:
    family = call(client, world, "POST", f"/technologies/{world.fresh}/families", json={"title": "Strip"})
    form = {"case_number": "S-1", "office": "PL", "first": True, "filed_on": "2026-03-02"}
    filed = call(client, world, "POST", f"/families/{family['id']}/applications", json=form)
    assert (filed["first"], filed["filed_on"]) == (True, "2026-03-02")
    [before] = call(client, world, "GET", f"/families/{family['id']}")["applications"]
    right = {"happened_on": "2026-03-03", "reason": "The receipt says so."}
    call(client, world, "POST", f"/events/{before['events'][0]['id']}/correction", json=right)
    event = {"kind": "published", "happened_on": "2026-10-01"}
    call(client, world, "POST", f"/applications/{filed['id']}/events", json=event)
    [file] = call(client, world, "GET", f"/families/{family['id']}")["applications"]
    assert [each["kind"] for each in file["events"]] == ["filed", "published"]
    assert {clock["rule"] for clock in file["clocks"]} >= {"paris_12m"}
    listed = call(client, world, "GET", "/families", params={"limit": 1})
    assert (listed["items"][0]["id"], listed["items"][0]["priority_on"]) == (family["id"], "2026-03-03")


def test_the_docket_goes_on_where_a_page_ended(world, client) -> None:
    whole = call(client, world, "GET", "/docket")["items"]
    assert len(whole) > 2
    first = call(client, world, "GET", "/docket", params={"limit": 1})
    rest = call(client, world, "GET", "/docket", params={"after": first["next"]})
    assert [each["id"] for each in first["items"] + rest["items"]] == [each["id"] for each in whole]
    assert client.get(f"{API}/docket?after=2026-13-01.1", headers=world.bearer("officer")).status_code == 404


def test_a_planned_publication_without_a_filing_is_an_alarm_in_the_asked_language(world, client) -> None:
    with transaction() as session:
        planned = {"public_disclosure": PublicDisclosure.PLANNED, "planned_publication_on": date(2099, 2, 1)}
        made = make.technology(session, world.cast.researcher, **planned)
    [alarm] = call(client, world, "GET", f"/technologies/{made.reference}/alarms", params={"lang": "pl"})
    assert (alarm["published_on"], alarm["planned"], alarm["secret"]) == ("2099-02-01", True, False)
    by_office = {each["office"]: (each["verdict"], each["by"]) for each in alarm["rights"]}
    assert by_office["Urząd Patentowy RP"] == ("file_by", "2099-02-01")
    assert call(client, world, "GET", f"/technologies/{world.offered}/alarms") == []
