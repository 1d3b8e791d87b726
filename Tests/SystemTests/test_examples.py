"""Tools/examples do what they say, with their own tools: curl and jq, pytest, Playwright."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

from services import Service

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "Tools" / "examples"
PACKAGES = ["pytest==9.0.3", "playwright==1.60.0"]
PLACE = ROOT / ".build" / "examples"


def install():
    """A Python with what the examples want; what stood in the way, if it cannot be had."""
    stamp = PLACE / "-".join(PACKAGES)
    if stamp.exists():
        return None
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(PLACE)],
        [str(PLACE / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", *PACKAGES],
    ):
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
        if done.returncode != 0:
            return (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
    stamp.touch()
    return None


class ExampleTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        bench = cls.enterClassContext(Service("mitid-bench", "--in-memory"))
        activation = cls.enterClassContext(Service("mitid-activation", "--in-memory"))
        cls.surroundings = {**os.environ, "MITID_BENCH": bench.url, "MITID_ACTIVATION": activation.url}

    def run_example(self, *command):
        return subprocess.run(
            command, cwd=EXAMPLES, env=self.surroundings, capture_output=True, text=True, timeout=120, check=False)

    def test_the_shell_script(self):
        done = self.run_example(EXAMPLES / "login.sh")
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertRegex(done.stdout, r"Login with \d{6}: 200\nThe same again:    403\n$")
        self.assertIn('{"amr":["password","code_token"],"assuranceLevel":"substantial"}', done.stdout)

    def test_pytest_and_playwright(self):
        reason = install()
        if reason is None and shutil.which("chromium") is None:
            reason = "no chromium: apt-get install chromium"
        if reason is not None:
            if os.environ.get("CI") == "true":
                self.fail(f"{reason}; CI must have it")
            self.skipTest(f"{', '.join(PACKAGES)} cannot be used: {reason}")
        done = self.run_example(PLACE / "bin" / "pytest", "-q", "-p", "no:cacheprovider", ".")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(re.findall(r"(\d+) passed", done.stdout), ["7"], done.stdout)


if __name__ == "__main__":
    unittest.main()
