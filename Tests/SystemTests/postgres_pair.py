"""Two PostgreSQL servers, a primary and its synchronous standby, and lines to them that can be cut."""

import os
import pathlib
import pwd
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

# Only a hang takes so long.
PATIENCE = 120
SETTINGS = {
    # The machine does not lose its power here: what a killed server has written, it has.
    "fsync": "off", "full_page_writes": "off", "listen_addresses": "127.0.0.1", "max_wal_senders": "10",
    "shared_buffers": "16MB", "wal_sender_timeout": "5s", "wal_receiver_timeout": "5s",
}


def programs():
    """The folder of the server's programs; None if it is not installed."""
    folders = [path.parent for path in pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return sorted(folders)[-1] if folders else None


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_until(condition, seconds=PATIENCE, what="it"):
    """Waits for another process to come as far; there is nothing of it to wait on but its state."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what} has not come in {seconds} s")
        time.sleep(0.02)
    return value


class Line:
    """A port whose connections go on to another one, until it is cut: then nothing comes through, and nothing says so."""

    def __init__(self, target):
        self.target = target
        self.is_cut = False
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._listener.getsockname()[1]
        self._pairs = {}
        self._wake, self._woken = socket.socketpair()
        self._is_over = False
        self._thread = threading.Thread(target=self._forward, daemon=True)
        self._thread.start()

    def cut(self):
        """Loses all that is sent, in connections that are there and in new ones; the sockets stay open."""
        self.is_cut = True
        self._wake.send(b"x")

    def mend(self):
        """Lets new connections through; those of before are closed."""
        lost, self._pairs = self._pairs, {}
        self.is_cut = False
        for one in lost:
            one.close()
        self._wake.send(b"x")

    def close(self):
        self._is_over = True
        self._wake.send(b"x")
        self._thread.join(PATIENCE)
        for one in [*self._pairs, self._listener, self._wake, self._woken]:
            one.close()

    def _forward(self):
        while not self._is_over:
            sockets = [self._woken] if self.is_cut else [self._woken, self._listener, *self._pairs]
            try:
                ready, _, _ = select.select(sockets, [], [], 1)
            except (OSError, ValueError):
                continue
            for one in ready:
                if one is self._woken:
                    self._woken.recv(64)
                elif self.is_cut:
                    break
                elif one is self._listener:
                    self._accept()
                else:
                    self._pass_on(one)

    def _accept(self):
        client, _ = self._listener.accept()
        try:
            server = socket.create_connection(("127.0.0.1", self.target), timeout=5)
        except OSError:
            client.close()
            return
        for one in (client, server):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._pairs[client], self._pairs[server] = server, client

    def _pass_on(self, one):
        other = self._pairs.get(one)
        try:
            data = one.recv(65536)
            if data and other:
                other.sendall(data)
                return
        except OSError:
            pass
        for end in (one, other):
            if end and self._pairs.pop(end, None):
                end.close()


class Server:
    """A PostgreSQL server with a port of its own."""

    def __init__(self, folder, name):
        self.name = name
        self.port = free_port()
        self._folder = pathlib.Path(folder)
        self._data = self._folder / name
        self._log = self._folder / f"{name}.log"
        self._process = None

    def run(self, program, *arguments):
        done = subprocess.run(
            [programs() / program, *map(str, arguments)], cwd=self._folder, capture_output=True, text=True,
            stdin=subprocess.DEVNULL, timeout=PATIENCE, check=False, **owner())
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr or done.stdout}")
        return done.stdout

    def create(self):
        self.run("initdb", "-D", self._data, "-U", "mitid", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
                 "--no-sync")
        self.start()
        self.run("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "mitid", "mitid")

    def copy(self, primary, line):
        """Becomes the standby of another server, which it follows over a line."""
        self.kill()
        shutil.rmtree(self._data, ignore_errors=True)
        self.run("pg_basebackup", "-h", "127.0.0.1", "-p", primary.port, "-U", "mitid", "-D", self._data,
                 "--checkpoint=fast", "--no-sync")
        (self._data / "standby.signal").touch()
        with open(self._data / "postgresql.auto.conf", "a", encoding="utf-8") as settings:
            settings.write(f"primary_conninfo = 'host=127.0.0.1 port={line.port} user=mitid'\n")
        self.start()

    def start(self):
        settings = [text for name, value in SETTINGS.items() for text in ("-c", f"{name}={value}")]
        with open(self._log, "ab") as log:
            self._process = subprocess.Popen(
                [programs() / "postgres", "-D", self._data, "-p", str(self.port), "-k", self._folder, *settings],
                cwd=self._folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **owner())
        wait_until(lambda: self.is_ready(), what=f"server {self.name}")

    def is_ready(self):
        return subprocess.run(
            [programs() / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False).returncode == 0

    def psql(self, statement):
        """What PostgreSQL's own client says to a statement, a line a row and a tab between columns."""
        return self.run("psql", "-h", "127.0.0.1", "-p", self.port, "-U", "mitid", "-d", "mitid", "-AtqX", "-F", "\t",
                        "-v", "ON_ERROR_STOP=1", "-c", statement).strip()

    def set(self, name, value):
        self.psql(f"ALTER SYSTEM SET {name} = '{value}'")
        self.psql("SELECT pg_reload_conf()")
        wait_until(lambda: self.psql(f"SHOW {name}") == value, what=name)

    def promote(self):
        """Makes a primary of a standby, which waits for no standby of its own; returns when it takes changes."""
        self.set("synchronous_standby_names", "")
        self.psql("SELECT pg_promote(true, 20)")

    def signal(self, number):
        """Reaches the server and all of its processes; each is the leader of a session of its own."""
        if self._process is None or self._process.poll() is not None:
            return
        # It must start no new ones meanwhile.
        os.kill(self._process.pid, signal.SIGSTOP)
        for pid in children(self._process.pid):
            os.kill(pid, number)
        os.kill(self._process.pid, number)

    def freeze(self):
        """Hangs: its kernel still takes connections and bytes, and nobody ever answers."""
        self.signal(signal.SIGSTOP)

    def thaw(self):
        for pid in [*children(self._process.pid), self._process.pid]:
            os.kill(pid, signal.SIGCONT)

    def kill(self):
        self.signal(signal.SIGKILL)
        if self._process:
            self._process.wait(PATIENCE)
            self._process = None


def children(pid):
    text = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in text.split()]


def owner():
    """The server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam("postgres")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


class Pair:
    """A primary and its synchronous standby; each node of the service has lines of its own to both."""

    def __init__(self, nodes):
        self.folder = tempfile.mkdtemp(prefix="postgres-pair-")
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.servers = [Server(self.folder, name) for name in ("a", "b")]
        self.lines = [[Line(server.port) for server in self.servers] for _ in range(nodes)]
        self.replication = [Line(server.port) for server in self.servers]
        self.primary, self.standby = 0, 1

    def __enter__(self):
        self.servers[0].create()
        self.copy()
        return self

    def __exit__(self, *_):
        for server in self.servers:
            server.kill()
        for line in [line for lines in [*self.lines, self.replication] for line in lines]:
            line.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, node):
        """Both servers, always in the same order."""
        hosts = ",".join(f"127.0.0.1:{line.port}" for line in self.lines[node])
        return f"postgres://mitid@{hosts}/mitid"

    def of(self, role):
        return self.servers[self.primary if role == "primary" else self.standby]

    def lines_to(self, number):
        return [*(lines[number] for lines in self.lines), self.replication[number]]

    def copy(self):
        """Makes a synchronous standby of the server that is none."""
        for line in self.lines_to(self.standby):
            line.mend()
        self.of("standby").copy(self.of("primary"), self.replication[self.primary])
        self.of("primary").set("synchronous_standby_names", "*")
        wait_until(
            lambda: self.of("primary").psql("SELECT sync_state FROM pg_stat_replication") == "sync", what="the standby")

    def promote(self):
        """By hand, as a manager of the cluster would; the old primary is neither asked nor told."""
        self.of("standby").promote()
        self.primary, self.standby = self.standby, self.primary
