"""Who calls: a person by their bearer token. Public endpoints take a token too, and show more with it."""

from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.deps import Now
from models.actions.people import actor_by_token
from models.db import reading
from models.errors import HelixError, NotPermitted
from models.rules.permissions import Actor

_bearer = HTTPBearer(
    auto_error=False, scheme_name="token", description="A person's token, made by `helix token create --role ROLE`."
)
_Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


class NotAuthenticated(HelixError):
    code = "not_authenticated"
    status = 401
    tells = False


def caller_if_any(credentials: _Credentials, now: Now) -> Actor | None:
    """`None` without a token; a token that is given must be right."""
    if credentials is None:
        return None
    try:
        with reading() as session:
            return actor_by_token(session, credentials.credentials, now=now)
    except NotPermitted as refusal:
        raise NotAuthenticated(str(refusal)) from None


CallerIfAny = Annotated[Actor | None, Depends(caller_if_any)]


def caller(found: CallerIfAny) -> Actor:
    if found is None:
        raise NotAuthenticated("Send your token as `Authorization: Bearer …`.")
    return found


Caller = Annotated[Actor, Depends(caller)]
