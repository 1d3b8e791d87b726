"""A hand that changes tokens: it reads the prompts of `mitid-token chip qualify --batch`, and moves chips of the bench."""

import os
import signal
import subprocess
import time

import pcsc
from programs import program


class Tray:
    """A batch under way beside a bench; each label has a chip."""

    def __init__(self, bench, folder, *options, stdin=subprocess.DEVNULL):
        self.bench = bench
        self.lines = []
        self.moved = 0
        self._process = subprocess.Popen(
            [program("mitid-token"), "chip", "qualify", "--batch", "--report", str(folder), "--reader", pcsc.reader(),
             *options],
            stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for stream in (self._process.stdout, self._process.stdin):
            if stream:
                stream.close()

    def connect(self, serial, present):
        self.bench.put(f"/v1/devices/{serial}/connection", {"nfc": present})
        self.moved += present

    def follow(self, chips, stop=None):
        """Does as told until the batch ends, or until a line for which `stop` holds; its exit status, or None.

        `chips` gives the chip of each label.
        """
        laid = None
        for line in self._process.stdout:
            line = line.rstrip("\n").lstrip("\a")
            self.lines.append(line)
            if stop and stop(line):
                return None
            if line.startswith("put in token "):
                laid = chips[line.removeprefix("put in token ")]
                self.connect(laid, True)
            elif line.startswith("take out the token") or line.startswith("take out token "):
                if laid is None:
                    laid = next(iter(self.present()), None)
                self.connect(laid, False)
                laid = None
        return self._process.wait(timeout=30)

    def present(self):
        """The chips on a reader."""
        devices = self.bench.get("/v1/devices").json
        devices = devices["devices"] if isinstance(devices, dict) else devices
        return [each["serialNumber"] for each in devices if each.get("connection", {}).get("nfc")]

    def say(self, line):
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def kill(self):
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()

    @property
    def memory(self):
        """The resident memory of the program in kilobytes."""
        with open(f"/proc/{self._process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

    @property
    def text(self):
        return "\n".join(self.lines)
