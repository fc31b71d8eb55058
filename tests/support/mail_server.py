"""A real SMTP server of a test: STARTTLS with a throwaway certificate, a login, and ways to be slow, unwilling or away."""

from __future__ import annotations

import asyncio
import email.policy
import re
import threading
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from weirkit.ports import pick

from .certificate import Certificate

USER, PASSWORD = "weir", "the mail server's password"


@dataclass(frozen=True)
class Mail:
    sender: str
    recipients: list[str]
    message: EmailMessage
    encrypted: bool

    @property
    def subject(self) -> str:
        return str(self.message["subject"])

    @property
    def id(self) -> str:
        return str(self.message["message-id"])

    def part(self, kind: str) -> str:
        """The body of text/plain or text/html, decoded."""
        found = self.message.get_body((kind.removeprefix("text/"),))
        assert found is not None
        return str(found.get_content())

    @property
    def link(self) -> str:
        match = re.search(r"https?://\S+", self.part("plain"))
        assert match, self.part("plain")
        return match[0]

    @property
    def token(self) -> str:
        match = re.search(r"#token=(\S+)", self.part("plain"))
        return match[1] if match else ""


class MailServer:
    """Listens on a port of its own, which it keeps over stop and start."""

    def __init__(self, folder: Path) -> None:
        self.port = pick()
        self.mails: list[Mail] = []
        self.answer = ""  # to the whole mail; empty: 250
        self.slow = threading.Event()  # set: takes a mail and does not answer
        self.taken = threading.Event()  # a mail has come in whole
        self.certificate = Certificate(folder, "mail")
        self._controller: Controller | None = None
        self.start()

    def start(self) -> None:
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self.port, tls_context=self.certificate.context(), require_starttls=True,
            auth_required=True, authenticator=self._authenticate,
        )
        self._controller.start()

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    def settings(self) -> dict[str, str]:
        """For weir, which refuses to go on without TLS and checks the certificate."""
        return {
            "EMAIL_MODE": "smtp", "SMTP_HOST": "localhost", "SMTP_PORT": str(self.port), "SMTP_USER": USER, "SMTP_PASSWORD": PASSWORD,
            "SMTP_CA_FILE": str(self.certificate.path), "EMAIL_FROM": "Weir of Tests <weir@example.com>", "PUBLIC_URL": "https://weir.example.com/",
        }

    def to(self, recipient: str, subject: str = "") -> list[Mail]:
        return [mail for mail in self.mails if recipient in mail.recipients and subject in mail.subject]

    def wait(self, recipient: str, subject: str = "", count: int = 1, seconds: float = 30.0) -> Mail:
        """The newest one, once so many have come."""
        deadline = time.monotonic() + seconds
        while len(self.to(recipient, subject)) < count:
            assert time.monotonic() < deadline, f"no {count} mails to {recipient} about {subject!r}: {[(m.recipients, m.subject) for m in self.mails]}"
            time.sleep(0.05)
        return self.to(recipient, subject)[-1]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer:
            return self.answer
        message = BytesParser(policy=email.policy.default).parsebytes(envelope.content)
        assert isinstance(message, EmailMessage)
        self.mails.append(Mail(envelope.mail_from, list(envelope.rcpt_tos), message, session.ssl is not None))
        self.taken.set()
        while self.slow.is_set():
            await asyncio.sleep(0.05)
        return "250 OK"

    @staticmethod
    def _authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)
