"""What the checks in the guest build on: programs, udev, USB/IP, the bench's API, hidraw."""

import http.client
import json
import os
import pty
import re
import select
import subprocess
import threading
import time
from pathlib import Path

HOST = "10.0.2.2"
USBIP_PORT = os.environ.get("USBIP_PORT", "3240")
BENCH_PORT = int(os.environ.get("BENCH_PORT", "8470"))
CHIPS = ["CHIP-1", "CHIP-2", "CHIP-3"]
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def expect(found, expected, what):
    if found != expected:
        raise AssertionError(f"{what}: {found!r} instead of {expected!r}")


def expect_in(part, whole, what):
    if part not in whole:
        raise AssertionError(f"{what}: no {part!r} in {whole!r}")


def run(*command, stdin=None, timeout=60):
    """A program's standard output; its failure is an error with what it said."""
    done = subprocess.run(list(map(str, command)), input=stdin, capture_output=True, text=True, timeout=timeout)
    if done.returncode:
        raise AssertionError(f"{' '.join(map(str, command))} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def run_on_terminal(command, answers, timeout=60):
    """Runs a program on a terminal of its own and types an answer at each prompt: (status, what it showed)."""
    process, terminal = pty.fork()
    if process == 0:
        os.execvp(command[0], command)
    shown, answered, answers = b"", 0, list(answers)
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        if not select.select([terminal], [], [], end - time.monotonic())[0]:
            break
        try:
            shown += os.read(terminal, 4096)
        except OSError:
            break
        # A prompt ends its line with a colon and waits; whatever else is shown does not.
        if answers and shown[answered:].rstrip(b" ").endswith(b":"):
            answered = len(shown)
            os.write(terminal, answers.pop(0).encode() + b"\n")
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), shown.decode(errors="replace")


def wait_for(condition, what, timeout=20):
    """Waits until something outside has come to be, and returns it."""
    end = time.monotonic() + timeout
    while not (found := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come within {timeout} s")
        time.sleep(0.02)
    return found


class Bench:
    """The bench's API, as seen from the guest."""

    def request(self, method, path, body=None):
        connection = http.client.HTTPConnection(HOST, BENCH_PORT, timeout=60)
        # The bench is on the host's loopback, and takes only what is addressed to it there.
        headers = {"Host": f"127.0.0.1:{BENCH_PORT}"}
        connection.request(method, path, body=None if body is None else json.dumps(body), headers=headers)
        response = connection.getresponse()
        text = response.read()
        connection.close()
        if response.status >= 300:
            raise AssertionError(f"{method} {path}: {response.status} {text.decode()}")
        return json.loads(text) if text else None

    def add_chip(self, serial, profile="full", presence="accept"):
        # An emulated processor may take long between two packets.
        values = {"name": profile, "packetTimeout": "PT10S"}
        self.request("POST", "/v1/devices", {"kind": "chip", "serialNumber": serial, "profile": values})
        self.presence(serial, presence)

    def presence(self, serial, mode):
        self.request("PUT", f"/v1/devices/{serial}/presence", {"mode": mode})

    def connection(self, serial, is_plugged):
        self.request("PUT", f"/v1/devices/{serial}/connection", {"usb": is_plugged})

    def touch(self, serial):
        self.request("POST", f"/v1/devices/{serial}/buttons/touch", {"action": "press"})

    def device(self, serial):
        return self.request("GET", f"/v1/devices/{serial}")


BENCH = Bench()


def usbip(*arguments):
    # The option goes before the verb.
    return run("usbip", "--tcp-port", USBIP_PORT, *arguments)


def hidraws():
    return sorted(Path("/dev").glob("hidraw*"))


def serial_of(hidraw):
    """The serial number of the USB device that a hidraw belongs to."""
    device = (Path("/sys/class/hidraw") / hidraw.name / "device").resolve()
    for folder in device.parents:
        if (folder / "serial").exists():
            return (folder / "serial").read_text().strip()
    return None


def hidraw_of(serial):
    for hidraw in hidraws():
        if serial_of(hidraw) == serial:
            return hidraw
    return None


def chip():
    """The first chip's hidraw."""
    return wait_for(lambda: hidraw_of(CHIPS[0]), "the first chip")


def udev_properties(path):
    lines = run("udevadm", "info", "--query=property", f"--name={path}").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def bus_id_of(serial):
    """Where a chip is, by the list that the server gives."""
    bus_id = None
    for line in usbip("list", "-r", HOST).splitlines():
        if found := re.match(r"\s*(1-\d+): ", line):
            bus_id = found.group(1)
        elif line.strip() == f": /mitid-tokens/{serial}":
            return bus_id
    raise AssertionError(f"{serial} is not on the list")


def attach(serial):
    """One usbip attach; returns the hidraw once udev is done with it."""
    usbip("attach", "-r", HOST, "-b", bus_id_of(serial))
    hidraw = wait_for(lambda: hidraw_of(serial), f"a hidraw of {serial}")
    run("udevadm", "settle")
    return hidraw


def plug(bench, serial):
    """Plugs a chip in and attaches it."""
    bench.connection(serial, True)
    return attach(serial)


def vhci_ports():
    """The ports of the virtual host controller that are in use."""
    status = Path("/sys/devices/platform/vhci_hcd.0/status").read_text().splitlines()[1:]
    # 004 is VDEV_ST_NULL, a port that nothing is attached to.
    return [fields[1] for fields in map(str.split, status) if fields[2] != "004"]


class Events:
    """What udev tells of hidraw devices, while it is listened to."""

    def __enter__(self):
        self.lines = []
        self.process = subprocess.Popen(
            ["udevadm", "monitor", "--udev", "--subsystem-match=hidraw"], stdout=subprocess.PIPE, text=True)
        # It says so when it listens.
        for line in self.process.stdout:
            if line.startswith("UDEV"):
                break
        threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def saw(self, action):
        return any(f" {action} " in line for line in self.lines)
