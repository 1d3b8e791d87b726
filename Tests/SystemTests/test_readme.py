"""The README, pasted from top to bottom into one terminal."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import pcsc

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN_DIR = os.environ.get("MITID_BIN_DIR") or str(ROOT / ".build" / "debug")
README = (ROOT / "README.md").read_text()


def blocks(language):
    """The README's code blocks of that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


class ReadmeTests(unittest.TestCase):
    def test_pasted_from_top_to_bottom_it_does_what_it_says(self):
        pcsc.need_pcscd()
        scripts = blocks("sh")
        self.assertEqual(len(scripts), 5)
        # Those need a kernel that attaches the device: Tools/check-usb has one, and gives these commands.
        self.assertEqual(len(blocks("sh as root")), 1)
        with tempfile.TemporaryDirectory() as home:
            # The session of one terminal: what a block sets, the next one has. Each status on a line of its own.
            session = "\n".join(f"echo '=== {number}'\n{script}" for number, script in enumerate(scripts, 1))
            session = "curl() { command curl -w '%{stderr}\\nstatus %{http_code}\\n' \"$@\"; }\nexport -f curl\n" + session
            environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
            environment |= {"HOME": home, "DISPLAY": "", "WAYLAND_DISPLAY": ""}
            done = subprocess.run(
                # Beside a pcscd and with ports of its own, as on a machine where nothing else runs.
                ["Tools/with-pcscd", "bash", "-c", "set -eo pipefail\n" + session], cwd=ROOT, env=environment,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900,
                check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        story, by_hand, reader, port, commands = re.split(r"^=== \d\n", done.stdout, flags=re.MULTILINE)[1:]
        for line in re.findall(r"^    (\d\. .*)$", README, re.MULTILINE):
            self.assertIn(line, story)
        self.assertIn("The bench        http://127.0.0.1:8470", story)
        statuses = sorted(re.findall(r"^status (\d+)$", by_hand, re.MULTILINE))
        self.assertEqual(statuses, ["200"] * 8 + ["201"] * 3 + ["403"] * 2, by_hand)
        self.assertEqual(by_hand.count("problem:code-refused"), 2, by_hand)
        self.assertRegex(reader, r"(?m)^3b:8")
        self.assertRegex(port, r"1-1:")
        self.assertIn("imported", commands)
        self.assertIn("0004711042", commands)
        self.assertIn("whole", commands)

    def test_the_command_line_answers_as_it_says(self):
        (transcript,) = blocks("console")
        examples = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", transcript, re.MULTILINE)
        self.assertGreater(len(examples), 3)
        for command, expected in examples:
            with self.subTest(command), tempfile.TemporaryDirectory() as folder:
                done = subprocess.run(
                    ["bash", "-c", command], cwd=folder, env={**os.environ, "PATH": f"{BIN_DIR}:{os.environ['PATH']}"},
                    capture_output=True, text=True, timeout=60, check=False)
                self.assertEqual((done.stdout, done.returncode), (expected, 0), done.stderr)

    def test_every_block_says_how_it_is_meant(self):
        # An indented block would be pasted as well; the two that there are show what comes out.
        indented = re.findall(r"(?:^    .*\n)+", re.sub(r"^```.*?^```", "", README, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
        self.assertEqual(len(indented), 1)
        self.assertEqual(set(re.findall(r"^```(.+)$", README, re.MULTILINE)), {"sh", "sh as root", "console", "text"})


if __name__ == "__main__":
    unittest.main()
