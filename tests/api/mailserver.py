"""A mail server for tests: it keeps what it is given, speaks TLS where it has
a certificate, and answers as it is told."""
import base64
import email
import email.policy
import pathlib
import socket
import ssl
import subprocess
import threading


def make_certificate(folder):
    folder = pathlib.Path(folder)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
         "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout",
         folder / "mail.key", "-out", folder / "mail.pem"],
        check=True, capture_output=True)
    return folder / "mail.pem", folder / "mail.key"


class MailServer:
    """replies: what to answer to commands ("RCPT", "DATA", "." for the end of
    a message), in place of yes; each a list that is used up, the last one
    again and again."""

    def __init__(self, certificate=None, user=None, implicit=False):
        self.messages = []      # (envelope, message, was it encrypted, user)
        self.replies = {}
        self.connections = 0
        self.user = user
        self.implicit = implicit
        self.context = None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*certificate)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def close(self):
        self.socket.close()

    def listen(self):
        while True:
            try:
                peer, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(peer,),
                             daemon=True).start()

    def answer(self, command):
        answers = self.replies.get(command)
        if not answers:
            return None
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def serve(self, peer):
        try:
            self.talk(peer)
        except (OSError, ValueError, IndexError):
            pass
        finally:
            peer.close()

    def talk(self, peer):
        secure = False
        if self.implicit:
            peer = self.context.wrap_socket(peer, server_side=True)
            secure = True
        lines = peer.makefile("rb")

        def say(text):
            peer.sendall(text.encode() + b"\r\n")

        user, sender, to = None, None, []
        say("220 mail.example.jp")
        while line := lines.readline():
            words = line.decode("ascii").strip()
            command = words.split(" ")[0].upper()
            told = self.answer(command)
            if told:
                say(told)
                if told[0] != "2":
                    continue
            elif command == "EHLO":
                offers = ["250-mail.example.jp"]
                if self.context and not secure:
                    offers.append("250-STARTTLS")
                if self.user:
                    offers.append("250-AUTH PLAIN")
                say("\r\n".join(offers + ["250 SIZE 1000000"]))
            elif command == "STARTTLS":
                say("220 go ahead")
                peer = self.context.wrap_socket(peer, server_side=True)
                lines = peer.makefile("rb")
                secure = True
            elif command == "AUTH":
                parts = words.split(" ")
                if len(parts) < 3:
                    say("334 ")
                    given = lines.readline().strip()
                else:
                    given = parts[2]
                user = base64.b64decode(given).decode().split("\0")[1:]
                ok = tuple(user) == self.user
                say("235 ok" if ok else "535 no")
            elif command == "MAIL":
                if self.user and not user:
                    say("530 who are you?")
                    continue
                sender, to = words, []
                say("250 ok")
            elif command == "RCPT":
                to.append(words.split("<")[1].split(">")[0])
                say("250 ok")
            elif command == "DATA":
                say("354 go ahead")
                data = b""
                while (line := lines.readline()) not in (b".\r\n", b""):
                    data += line[1:] if line.startswith(b".") else line
                told = self.answer(".") or "250 taken"
                if told[0] == "2":
                    self.messages.append((sender, to, data, secure, user))
                say(told)
            elif command == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")

    def parsed(self, n=-1):
        return email.message_from_bytes(self.messages[n][2],
                                        policy=email.policy.default)
