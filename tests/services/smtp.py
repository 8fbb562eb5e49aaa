"""A mail server of our own: takes what comes, and keeps silent where a test wants it to."""

import email
import socketserver
import threading
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Self

from tests.services import processes

HELD_FOR = 60  # seconds, at most


class Session(socketserver.StreamRequestHandler):
    """One connection, as far as RFC 5321 is needed to hand over a mail."""

    server: "Server"

    def handle(self) -> None:
        try:
            self.talk()
        except ConnectionError:
            return  # who spoke to us was killed

    def talk(self) -> None:
        self.say("220 mail.test")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self.say("354 go on")
                self.take(self.read_mail())
            elif word == b"QUIT":
                self.say("221 bye")
                return
            elif word == b"RCPT" and self.server.smtp.refuses:
                self.say("451 come back later")
            else:
                self.say("250 ok")

    def read_mail(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()).rstrip(b"\r\n") != b".":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def take(self, raw: bytes) -> None:
        """The mail is ours from here on, whether the client hears so or not."""
        smtp = self.server.smtp
        smtp.taken.append(raw)
        if len(smtp.taken) == smtp.silent_after:
            smtp.is_silent.set()
            smtp.goes_on.wait(HELD_FOR)
        self.say("250 taken")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    smtp: "Smtp"


class Smtp:
    """`taken` is what came. After the mail of number `silent_after` it does not answer until `goes_on`."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.refuses = False
        self.silent_after = 0
        self.is_silent, self.goes_on = threading.Event(), threading.Event()
        self.server = Server((processes.LOOPBACK, 0), Session)
        self.server.smtp = self

    @property
    def url(self) -> str:
        return f"smtp://{processes.LOOPBACK}:{self.port}"

    @property
    def port(self) -> int:
        port: int = self.server.server_address[1]
        return port

    @property
    def mails(self) -> list[EmailMessage]:
        """What came, read."""
        return [email.message_from_bytes(raw, policy=default) for raw in self.taken]

    def recipients(self) -> list[str]:
        """Whom the mails taken so far are for, in order."""
        return [str(mail["To"]) for mail in self.mails]

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.goes_on.set()
        self.server.shutdown()
        self.server.server_close()
