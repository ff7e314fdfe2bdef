"""Sending e-mails: marked before the first byte leaves, recorded right after, and never repeated in doubt."""

import asyncio
from collections.abc import Callable, Mapping, Sequence

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from sqlmodel import Session

from flows.chunks import guarded, in_chunks
from flows.leases import await_mail_server, claims_of, first_retry, give_back, log, moment, put_down, said
from flows.letters import Letter, letters, message
from flows.mail import Doubtful, NotSent, Post, Refused, Unreachable, post
from flows.stopping import Plain, stopping
from models.actions.deliveries import Dispatch, begin_sending, park_with_work, record_not_sent, record_sent
from models.actions.work import Claim, fail, finish, server_is_back
from models.db import reading, transaction
from models.errors import LeaseLost
from models.queries.work import waits_for_server
from models.rules.words import DispatchState, WorkKind
from models.tables import Delivery, Notice


@flow(name="sending")
@guarded
async def sending(work_ids: list[int], holder: str) -> int:
    """Deliveries or notices; how many were sent."""
    return await in_chunks(send, work_ids, holder, size=100)


@task(name="send", cache_policy=NO_CACHE)
@guarded
async def send(work_ids: list[int], holder: str) -> int:
    claims = await asyncio.to_thread(claims_of, work_ids, holder)
    return await asyncio.to_thread(send_all, claims)


def send_all(claims: Sequence[Claim]) -> int:
    """Over one connection, in order; how many were sent. A server that cannot be reached ends the round at once."""
    if not claims:
        return 0
    with reading() as session:
        written = letters(session, claims[0].kind, [claim.subject_id for claim in claims], now=moment())
    with post() as outbox:
        sending_round = _Round(outbox, written)
        for place, claim in enumerate(claims):
            if stopping.is_set():
                put_down(claims[place:])
                break
            try:
                sending_round.one(claim)
            except Unreachable as error:
                sending_round.end()
                _show_parked(await_mail_server(claims[place:], error), error)
                return sending_round.sent
            except Exception as error:
                _show_parked(give_back([claim], error), error)
        sending_round.end()
    if sending_round.reached:
        _wake_what_waited()
    return sending_round.sent


class _Round:
    """E-mails one after the other. What the server took is recorded in the transaction that begins the
    next one: half the commits, and as short a moment in doubt as with two."""

    def __init__(self, outbox: Post, written: Mapping[int, Letter]) -> None:
        self._outbox, self._written = outbox, written
        self._taken: Claim | None = None
        self.sent = 0
        self.reached = False

    def one(self, claim: Claim) -> None:
        """Raises whatever kept the e-mail from being begun or sent; it is then certain that it did not leave."""
        mail = message(self._written[claim.subject_id], now=moment())
        self._outbox.ready()
        self.reached = True
        if not self._begin(claim):
            return
        try:
            self._outbox.send(mail)
        except Refused as error:
            _close(claim, error, DispatchState.BOUNCED)
        except Doubtful as error:
            _close(claim, error, DispatchState.PARKED)
        except NotSent as error:
            with transaction() as session:
                record_not_sent(session, _dispatch(session, claim), error=str(error), state=DispatchState.QUEUED)
            raise
        else:
            self._taken = claim
            self.sent += 1

    def end(self) -> None:
        if self._taken is not None:
            _apart(_record, self._taken)
            self._taken = None

    def _begin(self, claim: Claim) -> bool:
        """Whether the e-mail is ours to send now; committed when this returns."""
        try:
            with transaction() as session:
                if self._taken is not None:
                    _record(session, self._taken)
                begun = _begin(session, claim)
        except LeaseLost:  # of either: find out of which
            self.end()
            return _apart(_begin, claim)
        self._taken = None
        return begun


def _begin(session: Session, claim: Claim) -> bool:
    dispatch = _dispatch(session, claim)
    doubt = begin_sending(session, dispatch, now=moment())
    if doubt is None:
        return True
    if dispatch.state is DispatchState.PARKED:
        _park(session, claim, doubt.reason)
    else:
        finish(session, [claim], now=moment())
    return False


def _record(session: Session, claim: Claim) -> bool:
    record_sent(session, [_dispatch(session, claim)], now=moment())
    finish(session, [claim], now=moment())
    return True


def _apart(act: Callable[[Session, Claim], bool], claim: Claim) -> bool:
    """In a transaction of its own; False when another shift holds the e-mail now."""
    try:
        with transaction() as session:
            return act(session, claim)
    except LeaseLost:
        log.warning("%s:%d is held by another shift", claim.kind, claim.subject_id)
        return False


def _close(claim: Claim, error: Plain, state: DispatchState) -> None:
    """An end that no retry changes: refused for good, or for a person to decide."""
    with transaction() as session:
        record_not_sent(session, _dispatch(session, claim), error=str(error), state=state)
        if state is DispatchState.PARKED:
            _park(session, claim, str(error))
        else:
            finish(session, [claim], now=moment())


def _park(session: Session, claim: Claim, error: str) -> None:
    fail(session, claim, error=error, now=moment(), attempts=0, park=True, first_retry=first_retry())


def _wake_what_waited() -> None:
    """The server has just been reached. A look first: it costs no write lock."""
    with reading() as session:
        if not waits_for_server(session):
            return
    with transaction() as session:
        server_is_back(session, now=moment())


def _show_parked(parked: Sequence[Claim], error: Exception) -> None:
    """Their work is given up: the e-mails themselves show it too."""
    if parked:
        with transaction() as session:
            park_with_work(session, parked[0].kind, [claim.subject_id for claim in parked], error=said(error))


def _dispatch(session: Session, claim: Claim) -> Dispatch:
    """Its row, locked: two shifts that believe they hold it do not both begin."""
    if claim.kind is WorkKind.SEND_DELIVERY:
        return session.get_one(Delivery, claim.subject_id, with_for_update=True)
    return session.get_one(Notice, claim.subject_id, with_for_update=True)
