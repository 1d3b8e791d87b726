"""The activation service is what its openapi.json says: schemathesis, a stranger, finds no departure."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from services import Service

ROOT = pathlib.Path(__file__).resolve().parents[2]
VERSION = "4.32.5"
PLACE = ROOT / ".build" / f"schemathesis-{VERSION}"
PROGRAM = PLACE / "bin" / "schemathesis"


def install():
    """Puts schemathesis into a folder of its own, once; what stood in the way, if it cannot be had."""
    if PROGRAM.exists():
        return None
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(PLACE)],
        [str(PLACE / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", f"schemathesis=={VERSION}"],
    ):
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
        if done.returncode != 0:
            return (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
    return None


def setUpModule():
    reason = install()
    if reason is not None:
        missing = f"schemathesis cannot be installed from PyPI: {reason}"
        if os.environ.get("CI") == "true":
            raise AssertionError(f"{missing}; CI must have it")
        raise unittest.SkipTest(missing)


# No JSON Schema can say what XML is a key container, nor that a time is yet to come, so that it cannot be asked that every
# one it makes is taken.
CONFIGURATION = """
[[operations]]
include-name = "POST /v1/imports"
checks.positive_data_acceptance.enabled = false

[[operations]]
include-name = "PUT /v1/authenticators/{serialNumber}/block"
checks.positive_data_acceptance.enabled = false

[[operations]]
include-name = "PUT /v1/users/{userID}/chip/block"
checks.positive_data_acceptance.enabled = false
"""


class DescriptionTests(unittest.TestCase):
    def test_the_activation_service_is_as_described(self):
        # It leaves notes where it runs.
        with Service("mitid-activation", "--in-memory") as service, tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "schemathesis.toml").write_text(CONFIGURATION)
            done = subprocess.run(
                [str(PROGRAM), "run", service.url + "/openapi.json", "--phases", "examples,coverage,fuzzing",
                 "--max-examples", "15", "--generation-deterministic", "--max-time", "40", "--no-color"],
                cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertRegex(done.stdout, r"Tested: 2\d\n")
            self.assertEqual(service.get("/healthz").status, 200)
            self.assertNotIn("request failed", service.log)


if __name__ == "__main__":
    unittest.main()
