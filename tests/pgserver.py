"""A private PostgreSQL server on a Unix socket, for tests and benches.

    python3 tests/pgserver.py [--disk] COMMAND ARGUMENT...

runs the command beside a server, with SEKISHO_TEST_PG (a URL whose role may
do everything) and SEKISHO_TEST_PG_DATA (the server's folder) in its
environment; exit code 77 when PostgreSQL is not installed.  --disk: what it
writes goes to a disk, for measuring.

Settings are those of a new installation: what is committed is synced.
PostgreSQL refuses to run as root, so then it runs as the user postgres.
"""
import glob
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

SKIPPED = 77


class Missing(Exception):
    """PostgreSQL is not installed, or there is nobody to run it as."""


def find_binaries():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"),
                   key=lambda path: int(path.split("/")[4]))
    if found:
        return pathlib.Path(found[-1]).parent
    if shutil.which("initdb"):
        return pathlib.Path(shutil.which("initdb")).parent
    raise Missing("PostgreSQL is not installed (postgresql-15)")


class Server:
    """start(), then url(); kill() ends it as a crash does."""

    def __init__(self, folder=None, settings=()):
        self.binaries = find_binaries()
        self.as_user = []
        owner = None
        if os.geteuid() == 0:
            try:
                owner = pwd.getpwnam("postgres")
            except KeyError:
                raise Missing("PostgreSQL does not run as root, and there "
                              "is no user postgres") from None
            self.as_user = ["setpriv", "--reuid", str(owner.pw_uid),
                            "--regid", str(owner.pw_gid), "--clear-groups"]
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sekisho-pg-",
                                                    dir=folder))
        self.folder.chmod(0o755)
        if owner is not None:
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self.data = self.folder / "data"
        self.settings = settings
        self.process = None

    def _run(self, program, *arguments):
        done = subprocess.run(
            [*self.as_user, str(self.binaries / program), *arguments],
            cwd=self.folder, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stdout}")

    def make(self):
        self._run("initdb", "-D", str(self.data), "-A", "trust", "-E",
                  "UTF8", "--locale=C.UTF-8", "-U", "sekisho", "-N")

    def start(self):
        if not self.data.exists():
            self.make()
        options = ["-c", "listen_addresses=", "-c",
                   f"unix_socket_directories={self.folder}",
                   "-c", "max_connections=200"]
        for setting in self.settings:
            options += ["-c", setting]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [*self.as_user, str(self.binaries / "postgres"), "-D",
                 str(self.data), *options],
                cwd=self.folder, stdout=log, stderr=log,
                start_new_session=True)
        self._wait()
        return self

    def _wait(self):
        for _ in range(600):
            ready = subprocess.run(
                [str(self.binaries / "pg_isready"), "-q", "-h",
                 str(self.folder), "-U", "sekisho", "-d", "postgres"])
            if ready.returncode == 0:
                return
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.05)
        raise RuntimeError("PostgreSQL does not start")

    def kill(self):
        """As when the machine stops: nobody is told, nothing is tidied."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        # It does not start again while a process of the old one lives.
        for _ in range(400):
            if not self._left():
                return
            time.sleep(0.02)

    def _left(self):
        marker = str(self.data).encode()
        for path in glob.glob("/proc/[0-9]*/cwd"):
            try:
                if os.readlink(path).encode() == marker:
                    return True
            except OSError:
                pass
        return False

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database="postgres", schema=None):
        host = urllib.parse.quote(str(self.folder), safe="")
        url = f"postgresql://sekisho@/{database}?host={host}"
        if schema is not None:
            url += f"&options=-csearch_path%3D{schema}"
        return url

    def sql(self, text, database="postgres"):
        """Runs statements; the rows as lists of texts."""
        done = subprocess.run(
            [str(self.binaries / "psql"), "-X", "-A", "-t", "-q", "-v",
             "ON_ERROR_STOP=1", self.url(database), "-c", text],
            text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return [line.split("|") for line in done.stdout.splitlines()]

    def environment(self, database="postgres"):
        return {"SEKISHO_TEST_PG": self.url(database),
                "SEKISHO_TEST_PG_DATA": str(self.data),
                "SEKISHO_TEST_PSQL": str(self.binaries / "psql")}


def memory_folder():
    """Tests are not about the disk; what is synced there is synced at once."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def main():
    command = sys.argv[1:]
    on_disk = command[:1] == ["--disk"]
    try:
        server = Server(os.environ.get("TMPDIR", "/var/tmp") if on_disk
                        else memory_folder())
    except Missing as missing:
        print(missing)
        return SKIPPED
    try:
        server.start()
        return subprocess.run(command[on_disk:], env=dict(
            os.environ, **server.environment())).returncode
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
