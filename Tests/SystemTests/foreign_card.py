"""A card that nobody here made and that has no FIDO applet: the ISO 7816 card of vsmartcard's vicc."""

import os
import subprocess
from pathlib import Path

from programs import ROOT

PROGRAM = "/usr/bin/vicc"
# Debian puts its module where no Python looks, and leaves out what it needs.
MODULE = Path("/usr/lib/python3/site-packages/virtualsmartcard")
VERSION = "3.23.0"
PLACE = ROOT / ".build" / f"pycryptodome-{VERSION}"
PYTHON = PLACE / "bin" / "python"


def install():
    """Puts what vicc needs into a folder of its own, once; what stood in the way, if it cannot be had."""
    if not Path(PROGRAM).exists():
        return "vsmartcard-vpicc is not installed"
    if (PLACE / "installed").exists():
        return None
    for command in (
        ["/usr/bin/python3", "-m", "venv", "--clear", str(PLACE)],
        [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"pycryptodome=={VERSION}"],
    ):
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
        if done.returncode != 0:
            return (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
    (PLACE / "installed").touch()
    return None


class ForeignCard:
    """The card on the reader that waits on a port, for the length of a `with` block."""

    def __init__(self, port):
        self.port = port

    def __enter__(self):
        self.process = subprocess.Popen(
            [str(PYTHON), PROGRAM, "-t", "iso7816", "-P", str(self.port)],
            env={**os.environ, "PYTHONPATH": str(MODULE)},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
