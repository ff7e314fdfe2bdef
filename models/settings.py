"""Where Helix keeps its state and whom it talks to, read from `HELIX_*` variables or `.env`."""

import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field, PrivateAttr, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="HELIX_", env_file=".env", extra="ignore")

    home: Path = Path("var")
    database_url: str = ""
    base_url: str = "http://127.0.0.1:8000"
    """Where readers reach Helix. Where it is not set, the address at which `helix run` served this home last."""
    network_name: str = "Klaster LifeScience Krakow"
    network_email: str = ""
    network_phone: str = ""
    """Whom a reader of an anonymous offer turns to."""
    link_days: int = 60
    """How long the signed link of an e-mail opens: a partner's its brief, a contributor's their share."""

    session_hours: int = 12
    """A person who has not been seen for so long signs in again."""
    session_days: int = 14
    """After so long everybody does."""
    invitation_days: int = 7

    oidc_issuer: str = ""
    """The institutions' identity provider (OpenID Connect), as its own metadata spell it; empty: passwords alone."""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_name: str = ""
    """What the button of the sign-in page calls it."""
    oidc_scopes: str = "openid email profile"

    ops_key: str = ""
    ops_secret: SecretStr = SecretStr("")
    """Consumer key and secret of the EPO's Open Patent Services; without them prior art is searched by hand."""
    ops_url: str = "https://ops.epo.org/3.2"
    ops_timeout_seconds: float = 20

    smtp_host: str = ""
    """Empty: e-mails are kept in `HELIX_HOME/mail` as a Maildir and never leave the machine."""
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_starttls: bool = False
    smtp_timeout_seconds: float = 20
    mail_patience_hours: float = Field(default=24, ge=0)
    """How long an e-mail waits for a mail server that cannot be reached, before it is parked."""
    mail_from: str = "Helix <helix@localhost.example>"

    lease_seconds: int = 120
    """A work row whose holder has said nothing for so long is taken over by another shift."""
    attempts: int = 6
    """Failures after which a work row is parked for a person to look at."""
    first_retry_seconds: float = 2
    """How long failed work waits the first time; each further time twice as long."""
    render_processes: int = 2

    _is_named: bool = PrivateAttr(default=False)

    def model_post_init(self, _context: Any) -> None:
        self._is_named = "base_url" in self.model_fields_set
        remembered = "" if self._is_named else self._remembered_address()
        if remembered:
            self.base_url = remembered

    @property
    def names_address(self) -> bool:
        """Whether whoever set Helix up says where readers reach it."""
        return self._is_named

    @property
    def knows_address(self) -> bool:
        """Whether it is more than a guess."""
        return self._is_named or bool(self._remembered_address())

    def remember_address(self) -> None:
        """For programs that are started beside `helix run`."""
        self.home.mkdir(parents=True, exist_ok=True)
        fresh = self._address_file.with_suffix(f".{secrets.token_hex(4)}")
        fresh.write_text(f"{self.base_url}\n")
        fresh.replace(self._address_file)

    def _remembered_address(self) -> str:
        return self._address_file.read_text().strip() if self._address_file.exists() else ""

    @property
    def _address_file(self) -> Path:
        return self.home / "address"

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.home.resolve() / 'helix.db'}"

    @property
    def files(self) -> Path:
        """The content-addressed store of briefs, dossiers and agreements."""
        return self.home.resolve() / "files"

    def secret(self) -> bytes:
        """The key that signs partners' links; made on first use, readable by the owner alone."""
        path = self.home / "secret"
        if not path.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(f".{secrets.token_hex(4)}")
            fresh.touch(mode=0o600)
            fresh.write_bytes(secrets.token_bytes(32))
            try:
                path.hardlink_to(fresh)  # atomic: two processes starting together share one key
            except FileExistsError:
                pass
            fresh.unlink()
        return path.read_bytes()


@lru_cache(maxsize=1)
def settings() -> Settings:
    return Settings()
