"""The README's blocks, pasted from top to bottom into one terminal with a fresh home."""

import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

# What a block needs that is not on every machine: a program it runs, and the Debian package it is in.
NEEDS = {"with-pcscd": ("pcscd", "pcscd"), "opensc-tool": ("opensc-tool", "opensc"), "throw-away-postgres": ("psql", "postgresql")}
PORTS = (8470, 8471, 8480, 8481, 3240)


def blocks():
    """Language and text of all fenced blocks, in their order."""
    return re.findall(r"^```(sh|console)\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)


def pasted(number, language, text):
    """The block as it is typed, between marks; a transcript's commands without their prompts."""
    if language == "console":
        text = "".join(
            f"{line.removeprefix('$ ')}\necho \"[status $?]\"\n" for line in text.splitlines() if line.startswith("$ "))
    return f"echo '[block {number}]'; echo '[block {number}]' >&2\n{text}"


class ReadmeTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        path = os.environ["PATH"] + ":/usr/sbin"
        for name, (program, package) in NEEDS.items():
            if name in (ROOT / "README.md").read_text() and shutil.which(program, path=path) is None:
                raise unittest.SkipTest(f"there is no {program} on this machine: apt-get install {package}")
        for port in PORTS:
            with socket.socket() as taken:
                if taken.connect_ex(("127.0.0.1", port)) == 0:
                    raise unittest.SkipTest(f"port {port}, which the README uses, is in use by another program")
        script = "".join(
            pasted(number, language, text) for number, (language, text) in enumerate(blocks()) if not text.startswith("# Needs "))
        # Every answer of a service in a line of its own, and its status on standard error.
        start = "curl() { command curl -w '\\n%{stderr}[%{http_code}]\\n' \"$@\"; }\nexport -f curl\n"
        home = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="mitid-readme-"))
        environment = {key: value for key, value in os.environ.items() if not key.startswith("XDG_") and key != "MITID_BIN_DIR"}
        cls.errors = open(pathlib.Path(home) / "errors", "a+", encoding="utf-8")
        cls.addClassCleanup(cls.errors.close)
        terminal = subprocess.Popen(
            ["bash"], cwd=ROOT, env={**environment, "HOME": home}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=cls.errors, text=True, start_new_session=True)
        try:
            output, _ = terminal.communicate(start + script + "echo '[block end]'\nkill $(jobs -p)\nwait\n", timeout=900)
        finally:
            try:
                os.killpg(terminal.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        cls.errors.seek(0)
        cls.log = cls.errors.read()
        cls.outputs, cls.logs = cls.by_block(output), cls.by_block(cls.log)

    @staticmethod
    def by_block(text):
        parts = re.split(r"^\[block (\w+)\]\n", text, flags=re.MULTILINE)
        return dict(zip(parts[1::2], parts[2::2]))

    def output(self, words):
        """What the block that has these words printed."""
        number = self.number(words)
        self.assertIn(number, self.outputs, self.log)
        return self.outputs[number]

    def statuses(self, words):
        """The status of every answer in that block."""
        return re.findall(r"^\[(\d{3})\]$", self.logs[self.number(words)], re.MULTILINE)

    @staticmethod
    def number(words):
        (number,) = [str(number) for number, (_, text) in enumerate(blocks()) if words in text]
        return number

    def test_every_block_is_run_or_says_what_it_needs(self):
        left_out = [text.splitlines()[0] for _, text in blocks() if text.startswith("# Needs ")]
        self.assertEqual(len(left_out), 3)
        self.assertEqual(len(self.outputs), len(blocks()) - 3 + 1, self.log)
        self.assertNotIn("command not found", self.log)
        self.assertNotIn("No such file or directory", self.log)

    def test_the_way_by_hand_ends_as_it_says(self):
        output = self.output("bench=http")
        self.assertEqual(sorted(self.statuses("bench=http")), ["200"] * 8 + ["201"] * 3 + ["403"] * 2, output)
        self.assertEqual(output.count("problem:code-refused"), 2, output)

    def test_the_command_line_answers_as_it_says(self):
        (transcript,) = [text for language, text in blocks() if language == "console"]
        wanted = re.sub(r"^\$ .*\n((?:(?!\$ ).*\n)*)", r"\1[status 0]\n", transcript, flags=re.MULTILINE)
        self.assertGreater(wanted.count("[status 0]"), 3)
        self.assertEqual(self.output("mitid-token code"), wanted)

    def test_a_chip_lies_on_a_reader(self):
        output = self.output("opensc-tool")
        self.assertEqual(self.statuses("opensc-tool")[-1], "201")
        self.assertRegex(output, r"(?m)^3b(:[0-9a-f]{2})+$")

    def test_a_chip_is_served_over_usbip(self):
        self.assertEqual(self.statuses("--usbip 3240 &")[-1], "201")

    def test_the_service_on_postgresql_is_the_one_that_is_looked_into(self):
        output = self.output("coproc postgres")
        self.assertIn("1 imported, 0 duplicates, 0 rejected\n", output)
        self.assertIn("0004711042", output)
        self.assertIn("mitid-activation listening on http://127.0.0.1:8481", output + self.outputs.get("end", ""))
        self.assertNotIn("there is no store", self.log)
        self.assertFalse([line for line in self.log.splitlines() if line.startswith("mitid-activation: ") and "made " not in line],
                         self.log)


if __name__ == "__main__":
    unittest.main()
