"""rotate-keys, killed at its system calls and run several times at once, on both stores.

MITID_ROUNDS sets how many pairs run at once, one after the other.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

from programs import ROOT, program
from services import container, run

NAME = "mitid-activation"
SECRET = b"12345678901234567890"
DEVICES = 40
PAIRS = int(os.environ.get("MITID_ROUNDS", "10"))

# The calls by which a rotation changes anything: the key file, the SQLite file, the server.
CALLS = "rename,fsync,fdatasync,flock,ftruncate,pwrite64,sendto,unlink"


class RotationCase:
    """The tests of one kind of store; `self.store` is its address, `self.keys` the key file."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.keys = self.folder / "one.keys"
        self.store = self.make_store()
        self.file = self.folder / "devices.pskc"
        self.file.write_text(container(*((f"{n:04}", "code-display", SECRET, None) for n in range(DEVICES))))
        status, _, error = self.run_command("import", str(self.file))
        self.assertEqual(status, 0, error)

    def run_command(self, command, *options, keys=None):
        return run(NAME, command, *options, "--store", self.store, "--key-file", str(keys or self.keys))

    def numbers(self, keys=None):
        return [int(line.split()[0]) for line in (keys or self.keys).read_text().splitlines()[1:]]

    def expect_all_open(self, keys=None):
        """Every secret is opened and found to be the one of the maker's file."""
        status, output, error = self.run_command("import", str(self.file), "--json", keys=keys)
        self.assertEqual((status, json.loads(output)["duplicates"]), (0, DEVICES), error + output)

    def rotate(self, keys=None, *options):
        return self.run_command("rotate-keys", "--json", *options, keys=keys)

    def at_once(self, *keys):
        """The exit statuses of one rotation for each key file, begun together."""
        ended = {}

        def rotate(index, file):
            ended[index] = self.rotate(file)

        threads = [threading.Thread(target=rotate, args=pair) for pair in enumerate(keys)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [ended[index] for index in range(len(keys))]

    def test_two_at_once_on_one_key_file(self):
        for _ in range(PAIRS):
            before = max(self.numbers())
            ended = self.at_once(self.keys, self.keys)
            self.assertEqual([status for status, _, _ in ended], [0, 0], ended)
            numbers = self.numbers()
            self.assertEqual(len(numbers), len(set(numbers)))
            self.assertLessEqual(max(numbers), before + 2)
        self.expect_all_open()
        status, output, error = self.rotate(None, "--forget-old-keys")
        self.assertEqual((status, json.loads(output)["sealed"]), (0, DEVICES), error)
        self.expect_all_open()

    def test_three_at_once_on_copies_of_the_key_file(self):
        files = [self.keys, self.folder / "two.keys", self.folder / "three.keys"]
        for _ in range(max(1, PAIRS // 3)):
            for file in files[1:]:
                shutil.copy(self.keys, file)
                file.chmod(0o600)
            ended = self.at_once(*files)
            winners = [file for file, (status, _, _) in zip(files, ended) if status == 0]
            self.assertTrue(winners, ended)
            for status, _, error in ended:
                self.assertIn(status, (0, 2), error)
            again = [file for file in files if self.rotate(file)[0] == 0]
            self.assertEqual(len(again), 1, ended)
            self.expect_all_open(again[0])
            if again[0] != self.keys:
                shutil.copy(again[0], self.keys)

    def test_killed_at_each_system_call(self):
        for options in ([], ["--forget-old-keys"]):
            kills = 0
            for call in range(1, 400):
                done = subprocess.run(
                    ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={CALLS}",
                     "-e", f"inject={CALLS}:signal=SIGKILL:when={call}",
                     program(NAME), "rotate-keys", "--store", self.store, "--key-file", str(self.keys), *options],
                    capture_output=True, text=True, timeout=120, check=False)
                self.expect_all_open()
                if done.returncode == 0:
                    break
                kills += 1
                if kills % 4 == 0:
                    status, _, error = self.rotate(None, *options)
                    self.assertEqual(status, 0, error)
                    self.expect_all_open()
            self.assertGreater(kills, 5)
            status, output, error = self.rotate(None, "--forget-old-keys")
            self.assertEqual(status, 0, error)
            self.assertEqual(self.numbers(), json.loads(output)["keys"])
            self.assertEqual(len(self.numbers()), 1)
            self.expect_all_open()


class SQLiteRotationTests(RotationCase, unittest.TestCase):
    def make_store(self):
        return f"sqlite:{self.folder / 'store.sqlite'}"


class PostgresRotationTests(RotationCase, unittest.TestCase):
    def make_store(self):
        server = subprocess.Popen(
            [ROOT / "Tools/throw-away-postgres"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(server.wait, 30)
        self.addCleanup(server.stdin.close)
        self.addCleanup(server.stdout.close)
        address = server.stdout.readline().strip()
        self.assertRegex(address, re.compile("^postgres://"))
        return address


if __name__ == "__main__":
    unittest.main()
