"""Stories beside a pcscd of their own: each test runs in a process and a namespace of its own, under Tools/with-pcscd.

A test file of such stories says `setUpModule = pcsc.set_up`. By hand, in this folder:
`MITID_BESIDE_PCSCD=1 ../../Tools/with-pcscd ../../.build/fido2-2.2.1/bin/python -m unittest test_pcsc`.
"""

import os
import subprocess
import time
import unittest
from pathlib import Path

from programs import ROOT, Daemon

VERSION = "2.2.1"
PLACE = ROOT / ".build" / f"fido2-{VERSION}"
PYTHON = PLACE / "bin" / "python"
HERE = ROOT / "Tests" / "SystemTests"
FIRST_READER = 35963

# Whether this process runs beside a pcscd, or only lists the stories that will.
IS_BESIDE = os.environ.get("MITID_BESIDE_PCSCD") == "1"

if IS_BESIDE:
    from smartcard import scard


def install():
    """Puts python-fido2 into a folder of its own, once; what stood in the way, if it cannot be had."""
    if (PLACE / "installed").exists():
        return None
    for command in (
        # Debian's Python, for which Debian has pyscard compiled.
        ["/usr/bin/python3", "-m", "venv", "--clear", "--system-site-packages", str(PLACE)],
        [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"fido2=={VERSION}"],
        [str(PYTHON), "-c", "import fido2.pcsc"],
    ):
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
        if done.returncode != 0:
            return (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
    (PLACE / "installed").touch()
    return None


def need(reason):
    """Skips what cannot be run for a reason, if there is one; in CI it fails."""
    if reason is None:
        return
    if os.environ.get("CI") == "true":
        raise AssertionError(f"{reason}; CI must have it")
    raise unittest.SkipTest(reason)


def need_pcscd():
    """Skips if this machine lets nobody have a pcscd of their own."""
    tried = subprocess.run([str(ROOT / "Tools" / "with-pcscd"), "true"], stdin=subprocess.DEVNULL, capture_output=True,
                           text=True, timeout=60, check=False)
    need(None if tried.returncode == 0 else f"Tools/with-pcscd does not work here: {tried.stderr.strip()}")


def set_up():
    """unittest's setUpModule: sees to it that pcscd and python-fido2 are there."""
    if IS_BESIDE:
        return
    need_pcscd()
    reason = install()
    need(None if reason is None else f"python-fido2 cannot be installed from PyPI: {reason}")


class Story(unittest.TestCase):
    """A test that is run where it can see a pcscd and nothing else."""

    readers = 2
    seconds = 180

    def run(self, result=None):
        if IS_BESIDE:
            return super().run(result)
        return Elsewhere(self).run(result)


class Elsewhere(unittest.TestCase):
    """One story, in a process of its own."""

    def __init__(self, story):
        super().__init__()
        self.story = story

    def __str__(self):
        return str(self.story)

    def runTest(self):
        done = subprocess.run(
            [str(ROOT / "Tools" / "with-pcscd"), "--readers", str(self.story.readers), "--",
             str(PYTHON), "-m", "unittest", self.story.id()],
            cwd=HERE, env={**os.environ, "MITID_BESIDE_PCSCD": "1"}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=self.story.seconds, check=False)
        for line in done.stdout.splitlines():
            if line.startswith("info"):
                print(f"\n{line}", flush=True)
        self.assertEqual(done.returncode, 0, done.stdout)


def bench(*options):
    """A bench whose chips lie on the virtual readers."""
    return Daemon("mitid-bench", *options, "--vpcd", f"127.0.0.1:{FIRST_READER}")


def reader(number=0):
    """The name of the reader that waits on that port."""
    group = "" if number < 2 else f" {number // 2 * 2 + 1}-{number // 2 * 2 + 2}"
    return f"Virtual PCD{group} 00 {number % 2:02}"


def wait_for_card(number=0, present=True, seconds=20):
    """Waits until a card is on a reader, or none; its answer to reset."""
    state = scard.SCARD_STATE_UNAWARE
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    try:
        while True:
            result, states = scard.SCardGetStatusChange(context, seconds * 1000, [(reader(number), state)])
            if result != scard.SCARD_S_SUCCESS:
                raise TimeoutError(f"{reader(number)}: {scard.SCardGetErrorMessage(result)}")
            _, state, answer = states[0]
            if bool(state & scard.SCARD_STATE_PRESENT) == present:
                return bytes(answer)
    finally:
        scard.SCardReleaseContext(context)


def restart_pcscd(how):
    """Ends pcscd with a signal, and waits until Tools/with-pcscd has started another."""
    def number():
        try:
            return int(Path("/run/pcscd/pcscd.pid").read_text().strip("\0\n"))
        except (OSError, ValueError):
            return None

    before = number()
    os.kill(before, how)
    while number() in (None, before) or not os.path.exists("/run/pcscd/pcscd.comm"):
        time.sleep(0.01)


def connect(number=0):
    """python-fido2's device of the card on a reader."""
    from fido2.pcsc import CtapPcscDevice
    from smartcard.pcsc.PCSCContext import PCSCContext
    from smartcard.System import readers

    # Its context is that of the pcscd it first saw.
    PCSCContext.instance = None
    name = reader(number)
    found = next(each for each in readers() if each.name == name)
    return CtapPcscDevice(found.createConnection(), name)
