"""The help of every command of every program: it fits a terminal, and no example is cut in two."""

import pathlib
import re
import unittest

from services import run

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = ["mitid-token", "mitid-activation", "mitid-bench", "mitid-vectors", "mitid-speed"]
COLUMNS = 79


def commands(program, *path):
    """Each command below this one, and its help."""
    status, text, error = run(program, *path, "--help")
    assert (status, error) == (0, ""), (program, path, error)
    yield (program, *path), text
    section = re.search(r"^SUBCOMMANDS:\n(.*?)(\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
    for name in re.findall(r"^  ([a-z0-9-]+)", section.group(1) if section else "", re.MULTILINE):
        yield from commands(program, *path, name)


class HelpTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.helps = {path: text for program in PROGRAMS for path, text in commands(program)}

    def test_every_command_is_looked_at(self):
        self.assertGreater(len(self.helps), 25)
        for path in [("mitid-token", "pskc", "convert"), ("mitid-bench", "webauthn", "register"), ("mitid-activation", "import")]:
            self.assertIn(path, self.helps)

    def test_no_line_is_wider_than_a_terminal(self):
        for path, text in self.helps.items():
            with self.subTest(" ".join(path)):
                self.assertEqual([line for line in text.splitlines() if len(line) > COLUMNS], [])

    def test_what_is_written_as_a_line_is_a_line(self):
        """The argument parser would break a longer line where it ends, and leave one word on the next."""
        for source in sorted(ROOT.glob("Tools/mitid-*/**/*.swift")):
            for match in re.finditer(r'discussion: """\n(.*?)\n( *)"""', source.read_text(), re.DOTALL):
                lines = [line[len(match.group(2)):].replace("\\\\", "\\") for line in match.group(1).splitlines()]
                with self.subTest(source.name):
                    self.assertEqual([line for line in lines if len(line) >= COLUMNS and "\\(" not in line], [])

    def test_a_secret_in_an_argument_comes_with_a_warning_and_with_a_file_that_does_as_well(self):
        secrets = {
            "--secret-hex": "--secret-file", "--secret-base32": "--secret-file", "--uri": "--secret-file",
            "--key-hex": "key-file", "--pin": "--pin-file", "--pin-hash": "--pin-file",
        }
        seen = set()
        for path, text in self.helps.items():
            for option, file in secrets.items():
                entry = re.search(rf"^  {option} <.*?(?=^  -|^$)", text, re.MULTILINE | re.DOTALL)
                if entry:
                    with self.subTest(" ".join(path), option=option):
                        self.assertIn("can see it in the process list", " ".join(entry.group().split()))
                        self.assertIn(file, text)
                        seen.add(option)
        self.assertEqual(seen, set(secrets))


if __name__ == "__main__":
    unittest.main()
