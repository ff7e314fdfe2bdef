"""Where e-mails go: to an SMTP server, or into a Maildir when none is set.

What the caller must know is how an attempt ended: accepted (no error), certainly not (`NotSent`,
`Refused`), or unknown (`Doubtful`).
"""

import hashlib
import mailbox
import smtplib
import socket
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from flows.stopping import Plain
from models.settings import Settings, settings

ACCEPTED, GO_ON, PERMANENT = 250, 354, 500


class NotSent(Plain):
    """Nothing was accepted: it can be tried again."""


class Unreachable(NotSent):
    """No connection at all: it is no use trying the other e-mails now."""


class Refused(Plain):
    """The server will never take this e-mail for this recipient."""


class Doubtful(Plain):
    """The server had all of it and did not say whether it took it."""


class Post(Protocol):
    """One stretch of sending. `ready` raises `Unreachable` before an e-mail is begun."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def ready(self) -> None: ...

    def send(self, message: EmailMessage) -> None: ...


def post() -> Post:
    """As the settings say."""
    chosen = settings()
    return SmtpPost(chosen) if chosen.smtp_host else MaildirPost(chosen.home.resolve() / "mail")


class SmtpPost:
    """One connection for as many e-mails as the server bears, opened again when it was lost."""

    def __init__(self, chosen: Settings) -> None:
        self._chosen = chosen
        self._sender = parseaddr(chosen.mail_from)[1]
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (smtplib.SMTPException, OSError):
                pass  # what was accepted stays accepted
            self._hang_up()

    def ready(self) -> None:
        """A live connection: one that the server has closed meanwhile is opened anew."""
        try:
            if self._smtp is not None and self._smtp.noop()[0] == ACCEPTED:
                return
        except (smtplib.SMTPException, OSError):
            pass
        self._hang_up()
        self._connect()

    def _connect(self) -> None:
        where = f"{self._chosen.smtp_host}:{self._chosen.smtp_port}"
        try:
            self._smtp = smtplib.SMTP(
                self._chosen.smtp_host,
                self._chosen.smtp_port,
                local_hostname=socket.gethostname(),  # asking the DNS for a better one can take seconds
                timeout=self._chosen.smtp_timeout_seconds,
            )
            if self._chosen.smtp_starttls:
                self._smtp.starttls()
            if self._chosen.smtp_user:
                self._smtp.login(self._chosen.smtp_user, self._chosen.smtp_password.get_secret_value())
            self._smtp.ehlo_or_helo_if_needed()
        except smtplib.SMTPAuthenticationError as error:
            self._hang_up()
            raise Unreachable(f"The SMTP server {where} refused user and password ({error.smtp_code}).") from None
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise Unreachable(f"The SMTP server {where} cannot be reached ({_name(error)}).") from None

    def send(self, message: EmailMessage) -> None:
        """Raises `NotSent`, `Refused` or `Doubtful`; after `ready`."""
        assert self._smtp is not None
        payload = smtplib.quotedata(message.as_bytes().decode("ascii"))
        try:
            self._address(self._smtp, parseaddr(str(message["To"]))[1])
            self._check(self._smtp.docmd("DATA"), GO_ON)
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise NotSent(f"The SMTP server broke off ({_name(error)}).") from None
        try:
            self._smtp.send(f"{payload.removesuffix(smtplib.CRLF)}{smtplib.CRLF}.{smtplib.CRLF}")
            answer = self._smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise Doubtful(f"The SMTP server took the e-mail and fell silent ({_name(error)}).") from None
        self._check(answer, ACCEPTED)

    def _address(self, smtp: smtplib.SMTP, recipient: str) -> None:
        code, _ = smtp.mail(self._sender)
        if code != ACCEPTED:
            smtp.rset()
            raise NotSent(f"The SMTP server refused the sender {self._sender} ({code}): see HELIX_MAIL_FROM.")
        code, answer = smtp.rcpt(recipient)
        if code not in (ACCEPTED, ACCEPTED + 1):
            smtp.rset()
            self._check((code, answer), ACCEPTED)

    @staticmethod
    def _check(answer: tuple[int, bytes], wanted: int) -> None:
        """The server's words are left out: they repeat the address."""
        code = answer[0]
        if code == wanted:
            return
        if code >= PERMANENT:
            raise Refused(f"The SMTP server refused the e-mail for good ({code}).")
        raise NotSent(f"The SMTP server put the e-mail off ({code}).")

    def _hang_up(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


class MaildirPost:
    """Keeps e-mails on this machine, one file for each Message-ID, so that none is there twice."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is open between two e-mails."""

    def ready(self) -> None:
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        mailbox.Maildir(self._folder, create=True)

    def send(self, message: EmailMessage) -> None:
        name = f"{hashlib.sha256(str(message['Message-ID']).encode()).hexdigest()[:32]}.{socket.gethostname()}"
        if (self._folder / "new" / name).exists() or any((self._folder / "cur").glob(f"{name}*")):
            return
        draft = self._folder / "tmp" / name
        try:
            draft.write_bytes(message.as_bytes())
            draft.rename(self._folder / "new" / name)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise NotSent(f"The e-mail could not be kept in {self._folder} ({_name(error)}).") from None


def _name(error: Exception) -> str:
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else type(error).__name__
