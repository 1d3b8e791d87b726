"""Commands that look something up make nothing, and need no key; nothing is made in the place of what is missing."""

import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

from programs import program
from services import Service, container, run

SECRET = bytes(range(1, 21))
DEVICE = container(("0001", "code-display", SECRET, 0))


class LookupTests(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="mitid-lookups-")
        self.addCleanup(directory.cleanup)
        self.folder = pathlib.Path(directory.name)
        self.path = self.folder / "store.sqlite"
        self.keys = self.folder / "store.sqlite.keys"
        self.store = ["--store", f"sqlite:{self.path}"]

    def import_device(self, *options):
        return run("mitid-activation", "import", "-", *self.store, *options, stdin=DEVICE)

    def files(self):
        return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in self.folder.iterdir()}

    def lookups(self):
        return [["show", "0001"], ["user", "anna"], ["audit"]]

    def changes(self):
        """Commands that change something, and the one that needs the trail's sealed key."""
        return [["block", "0001"], ["unblock", "0001"], ["rotate-keys"], ["audit", "--verify"]]

    def test_no_command_but_serve_and_import_makes_a_store(self):
        for command in self.lookups() + self.changes():
            with self.subTest(command):
                status, output, error = run("mitid-activation", *command, *self.store)
                self.assertEqual((status, output, error.count("\n")), (2, "", 1))
                self.assertIn("there is no store", error)
                self.assertEqual(self.files(), {})

    def test_looking_up_needs_no_key_and_changes_nothing(self):
        status, _, error = self.import_device()
        self.assertEqual((status, error), (0, f"mitid-activation: made {self.keys}; without it the secrets in sqlite:{self.path} are lost\n"))
        for keys in ("missing", "open to others", "another's", "no key file"):
            with self.subTest(keys):
                self.keys.unlink(missing_ok=True)
                if keys == "open to others":
                    self.keys.touch(0o644)
                if keys == "another's":
                    self.keys.write_text(f"mitid-tokens keys 1\n1 {'00' * 31}01 active\n")
                if keys == "no key file":
                    self.keys.write_text("hello\n")
                before = self.files()
                for command, wanted in zip(self.lookups(), (0, 1, 0)):
                    status, _, error = run("mitid-activation", *command, *self.store)
                    self.assertEqual(status, wanted, (command, error))
                    self.assertEqual(self.files(), before, command)

    def test_a_restored_store_says_that_its_key_file_is_missing(self):
        self.import_device()
        saved = self.keys.read_bytes()
        self.keys.unlink()
        before = self.files()
        for command in self.changes() + [["import", "-"], ["serve", "--port", "0"]]:
            with self.subTest(command):
                status, output, error = run("mitid-activation", *command, *self.store, stdin=DEVICE)
                self.assertEqual((status, output, error.count("\n")), (2, "", 1))
                self.assertIn(f"{self.keys}: there is no such key file", error)
                self.assertIn("put it back", error)
                self.assertEqual(self.files(), before)
        self.keys.write_bytes(saved)
        self.keys.chmod(0o600)
        self.assertEqual(run("mitid-activation", "block", "0001", *self.store)[0], 0)

    def test_a_store_of_holders_alone_has_keys_too(self):
        with Service("mitid-activation", *self.store) as service:
            self.assertEqual(service.post("/v1/users", {"userID": "anna", "password": "a good password"}).status, 201)
            service.stop()
        self.keys.unlink()
        status, _, error = self.import_device()
        self.assertEqual(status, 2)
        self.assertIn("there is no such key file", error)
        self.assertFalse(self.keys.exists())

    def test_a_file_that_is_no_store_is_left_as_it_is(self):
        other = sqlite3.connect(self.path)
        other.execute("CREATE TABLE notes (text TEXT)")
        other.execute("INSERT INTO notes VALUES ('mine')")
        other.commit()
        other.close()
        before = self.files()
        for command in self.lookups() + [["import", "-"]]:
            with self.subTest(command):
                status, output, error = run("mitid-activation", *command, *self.store, stdin=DEVICE)
                self.assertEqual((status, output), (2, ""))
                self.assertIn("no token store", error.replace("not a token store", "no token store"))
                self.assertEqual(self.files(), before)
        self.path.write_bytes(b"")
        before = self.files()
        status, _, error = run("mitid-activation", "show", "0001", *self.store)
        self.assertEqual((status, self.files()), (2, before))
        self.assertIn("there is no store", error)

    def test_looking_up_writes_nothing_while_a_service_runs_nor_after_it_was_killed(self):
        self.import_device()
        with Service("mitid-activation", *self.store) as service:
            self.assertEqual(service.post("/v1/users", {"userID": "anna", "password": "a good password"}).status, 201)
            self.look_up_in("a running service")
            service.kill()
        self.assertIn("store.sqlite-shm", self.files())
        self.look_up_in("after it was killed")
        # As a copy of the file and its log has it.
        (self.folder / "store.sqlite-shm").unlink()
        self.look_up_in("the log without its index")
        # The log is used: the holder is in it and nowhere else.
        (self.folder / "store.sqlite-wal").unlink()
        self.assertEqual(run("mitid-activation", "user", "anna", *self.store)[0], 1)

    def test_a_store_is_found_through_a_link_and_under_any_name(self):
        self.path = self.folder / "a store%20?mode=rwc#1.sqlite"
        self.store = ["--store", f"sqlite:{self.path}"]
        self.import_device()
        link = self.folder / "link.sqlite"
        link.symlink_to(self.path)
        before = self.files()
        for path in (self.path, link):
            self.assertEqual(run("mitid-activation", "show", "0001", "--store", f"sqlite:{path}")[0], 0)
        self.assertEqual(self.files(), before)

    def look_up_in(self, situation):
        before = self.files()
        self.assertGreater(len(before["store.sqlite-wal"][0]), 0)
        for command in self.lookups() + [["audit", "--verify"]]:
            with self.subTest(situation, command=command):
                status, _, error = run("mitid-activation", *command, *self.store)
                self.assertEqual((status, error), (0, ""))
                self.assertEqual(self.files(), before)


class HomeTests(unittest.TestCase):
    """Where state is kept without an option: $XDG_STATE_HOME, or below $HOME."""

    def test_the_environment_says_where_the_home_is(self):
        with tempfile.TemporaryDirectory(prefix="mitid-home-") as name:
            folder = pathlib.Path(name)
            for variables, place in (
                    ({"HOME": str(folder / "a")}, folder / "a/.local/state"),
                    ({"HOME": str(folder / "b"), "XDG_STATE_HOME": str(folder / "c")}, folder / "c"),
                    ({"HOME": str(folder / "d"), "XDG_STATE_HOME": "relative"}, folder / "d/.local/state"),
                    ({"HOME": str(folder / "e"), "XDG_STATE_HOME": ""}, folder / "e/.local/state")):
                with self.subTest(variables):
                    environment = {key: value for key, value in os.environ.items() if key not in ("HOME", "XDG_STATE_HOME")}
                    done = subprocess.run(
                        [program("mitid-activation"), "import", "-"], env={**environment, **variables}, input=DEVICE,
                        text=True, capture_output=True, check=False)
                    self.assertEqual((done.returncode, done.stdout), (0, "1 imported, 0 duplicates, 0 rejected\n"))
                    self.assertTrue((place / "mitid-tokens/activation.sqlite").exists())
                    bench = subprocess.Popen(
                        [program("mitid-bench"), "serve", "--port", "0"], env={**environment, **variables},
                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
                    self.assertIn("listening", bench.stdout.readline())
                    bench.terminate()
                    bench.communicate(timeout=60)
                    self.assertTrue((place / "mitid-tokens/bench/devices").is_dir())

    def test_the_help_names_the_variable(self):
        for command in (["mitid-bench", "serve"], ["mitid-activation", "serve"], ["mitid-activation", "show"]):
            self.assertIn("XDG_STATE_HOME", run(*command, "--help")[1])


class StateFolderTests(unittest.TestCase):
    """The bench's --state where others may write beside it: no link is followed, nothing of others is used."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="mitid-state-")
        self.addCleanup(directory.cleanup)
        self.folder = pathlib.Path(directory.name)
        self.state = self.folder / "state"
        self.victim = self.folder / "victim"
        self.victim.write_text("mine\n")

    def made(self):
        """A state with a device in it, and the bench ended."""
        with Service("mitid-bench", "--state", str(self.state)) as bench:
            self.assertEqual(bench.post("/v1/devices", {"kind": "code-display", "serialNumber": "0001"}).status, 201)
            bench.stop()

    def refused(self, words):
        status, output, error = run("mitid-bench", "serve", "--port", "0", "--state", str(self.state))
        self.assertEqual((status, output, error.count("\n")), (2, "", 1), error)
        self.assertIn(words, error)
        self.assertEqual(self.victim.read_text(), "mine\n")

    def test_links_in_the_place_of_its_files_are_not_followed(self):
        self.made()
        for name in ("lock", "attestation-root.pem"):
            with self.subTest(name):
                saved = (self.state / name).read_bytes()
                (self.state / name).unlink()
                (self.state / name).symlink_to(self.victim)
                self.refused("is a symbolic link")
                (self.state / name).unlink()
                (self.state / name).write_bytes(saved)
                (self.state / name).chmod(0o600)
        shutil.move(self.state / "devices", self.folder / "elsewhere")
        (self.state / "devices").symlink_to(self.folder / "elsewhere")
        self.refused("is no directory")

    def test_drafts_and_device_files_that_are_links_write_and_read_nothing(self):
        self.made()
        (self.state / "clock.json.tmp").symlink_to(self.victim)
        (self.state / "attestation-root.pem.tmp").symlink_to(self.victim)
        (self.state / "devices/0002.json").symlink_to(self.victim)
        (self.state / "devices/0003.json").symlink_to(self.folder / "nothing")
        with Service("mitid-bench", "--state", str(self.state)) as bench:
            self.assertEqual([device["serialNumber"] for device in bench.get("/v1/devices").json], ["0001"])
            self.assertEqual(bench.put("/v1/clock", {"advance": "PT30S"}).status, 200)
            log = bench.log
            bench.stop()
        self.assertEqual(log.count("was set aside"), 2, log)
        self.assertIn("is a symbolic link", log)
        self.assertEqual(self.victim.read_text(), "mine\n")
        self.assertFalse((self.folder / "nothing").exists())
        self.assertFalse((self.state / "clock.json").is_symlink())

    def test_a_folder_that_others_may_change_is_refused(self):
        self.made()
        for path in (self.state, self.state / "devices"):
            for mode in (0o720, 0o702, 0o777):
                with self.subTest(path.name, mode=oct(mode)):
                    path.chmod(mode)
                    self.refused("may be changed by other users")
                    path.chmod(0o700)
        (self.state / "lock").chmod(0o666)
        self.refused("may be changed by other users")

    @unittest.skipUnless(os.geteuid() == 0, "only root can give a folder away")
    def test_a_folder_of_another_user_is_refused(self):
        self.state.mkdir(0o700)
        os.chown(self.state, 65534, 65534)
        self.refused("belongs to another user")
        self.state.rmdir()
        (self.folder / "real").mkdir(0o700)
        self.state.symlink_to(self.folder / "real")
        os.chown(self.state, 65534, 65534, follow_symlinks=False)
        self.refused("another user's symbolic link")

    def test_a_link_of_ones_own_to_the_folder_is_followed(self):
        (self.folder / "disk").mkdir(0o700)
        self.state.symlink_to(self.folder / "disk")
        self.made()
        self.made_again = (self.folder / "disk/devices/0001.json").exists()
        self.assertTrue(self.made_again)

    def test_a_pipe_does_not_stop_the_start(self):
        self.made()
        os.mkfifo(self.state / "devices/0004.json", 0o600)
        with Service("mitid-bench", "--state", str(self.state)) as bench:
            self.assertEqual(len(bench.get("/v1/devices").json), 1)


if __name__ == "__main__":
    unittest.main()
