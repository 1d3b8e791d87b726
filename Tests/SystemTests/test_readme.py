"""The README's examples, run as they are printed there."""

import os
import pathlib
import re
import shlex
import subprocess
import tempfile
import unittest

from services import Service

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN_DIR = os.environ.get("MITID_BIN_DIR") or str(ROOT / ".build" / "debug")


def blocks(language):
    """The README's code blocks of that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)


class ReadmeTests(unittest.TestCase):
    def test_the_way_by_hand_ends_as_it_says(self):
        (script,) = blocks("sh")
        with Service("mitid-bench", "--in-memory") as bench, Service("mitid-activation", "--in-memory") as activation:
            script = script.replace("http://127.0.0.1:8470", bench.url)
            script = script.replace("http://127.0.0.1:8471", activation.url)
            self.assertNotIn(":847", script)
            # Every answer on a line of its own, after its status.
            script = "curl() { command curl -w '\\n%{stderr}%{http_code}\\n' \"$@\"; }\n" + script
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        statuses = sorted(done.stderr.split())
        self.assertEqual(statuses, ["200"] * 8 + ["201"] * 3 + ["403"] * 2, done.stdout)
        self.assertEqual(done.stdout.count("problem:code-refused"), 2, done.stdout)

    def test_the_command_line_answers_as_it_says(self):
        (transcript,) = blocks("console")
        examples = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", transcript, re.MULTILINE)
        self.assertGreater(len(examples), 3)
        for command, expected in examples:
            with self.subTest(command), tempfile.TemporaryDirectory() as folder:
                program, *arguments = shlex.split(command)
                done = subprocess.run(
                    [os.path.join(BIN_DIR, program), *arguments], cwd=folder, capture_output=True, text=True, timeout=60,
                    check=False)
                self.assertEqual((done.stdout, done.returncode), (expected, 0), done.stderr)


if __name__ == "__main__":
    unittest.main()
