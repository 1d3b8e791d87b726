"""The commands in Tools that people run: Tools/run starts and ends what it says, Tools/test never hides a failure."""

import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import textwrap
import unittest

import pcsc

ROOT = pathlib.Path(__file__).resolve().parents[2]


def run(*command, cwd=ROOT, **options):
    """A command to its end, everything it said in one text."""
    return subprocess.run(
        list(map(str, command)), cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, timeout=300, **options)


class RunTests(unittest.TestCase):
    """Tools/run, on a machine where everything is built."""

    def test_once_plays_the_story_to_its_end(self):
        story = run("Tools/run", "--once")
        self.assertEqual(story.returncode, 0, story.stdout)
        self.assertIn("3 imported, 0 rejected", story.stdout)
        self.assertEqual(story.stdout.count("the device is activated"), 3, story.stdout)
        self.assertEqual(story.stdout.count("User ID and code are sent: accepted."), 2, story.stdout)
        self.assertIn("they alone add no chip", story.stdout)
        self.assertIn("the chip is enrolled", story.stdout)
        self.assertEqual(story.stdout.count("touches it."), 2, story.stdout)
        self.assertIn("usb  > makeCredential  localhost", story.stdout)
        self.assertIn("usb  < getAssertion  localhost  success", story.stdout)
        self.assertEqual(story.stdout.count("Its signature is sent: accepted."), 1, story.stdout)
        self.assertEqual(len(re.findall(r"(first|second) +refused$", story.stdout, re.MULTILINE)), 5, story.stdout)

    def test_the_story_stops_at_an_answer_that_is_not_as_expected(self):
        story = run("Tools/play-story", "--bench", "http://127.0.0.1:1", "--activation", "http://127.0.0.1:1")
        self.assertEqual(story.returncode, 1, story.stdout)
        self.assertIn("The story stops: POST http://127.0.0.1:1/v1/devices", story.stdout)

    def test_a_taken_port_is_told_with_the_option_that_changes_it(self):
        with socket.create_server(("127.0.0.1", 0)) as taken, tempfile.TemporaryDirectory() as state:
            port = taken.getsockname()[1]
            start = run("Tools/run", "--no-browser", "--state", state, "--bench-port", port)
        self.assertEqual(start.returncode, 1, start.stdout)
        self.assertIn(f"Port {port} is taken", start.stdout)
        self.assertIn("Tools/run --bench-port", start.stdout)

    def test_an_interrupt_ends_both_services_and_nothing_is_left(self):
        with tempfile.TemporaryDirectory() as state:
            ports = free_ports(2)
            tool = subprocess.Popen(
                ["Tools/run", "--no-browser", "--state", state, "--bench-port", str(ports[0]),
                 "--activation-port", str(ports[1])],
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
            for line in tool.stdout:
                if line.startswith("Ctrl-C"):
                    break
            self.assertTrue(all(map(is_listening, ports)))
            tool.send_signal(signal.SIGINT)
            self.assertEqual(tool.wait(30), 130)
            tool.stdout.close()
            self.assertFalse(any(map(is_listening, ports)))
            self.assertTrue(os.path.exists(os.path.join(state, "activation.sqlite")))


def free_ports(count):
    servers = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [server.getsockname()[1] for server in servers]
    for server in servers:
        server.close()
    return ports


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class WithPcscdTests(unittest.TestCase):
    """Tools/with-pcscd: a pcscd that this machine does not notice."""

    @classmethod
    def setUpClass(cls):
        pcsc.need_pcscd()

    def test_the_command_sees_virtual_readers_and_nothing_else(self):
        for readers in (2, 6):
            listed = run("Tools/with-pcscd", "--readers", readers, "opensc-tool", "--list-readers")
            self.assertEqual(listed.returncode, 0, listed.stdout)
            names = re.findall(r"^\d+ +No +(.+)$", listed.stdout, re.MULTILINE)
            self.assertEqual((len(names), len(set(names))), (readers, readers), listed.stdout)
            self.assertTrue(all(name.startswith("Virtual PCD") for name in names), names)

    def test_readers_wait_where_it_says_and_two_at_once_do_not_meet(self):
        listen = "for n in 0 1 2 3; do echo >/dev/tcp/127.0.0.1/$((35963 + n)) && echo $n; done"
        outer = run("Tools/with-pcscd", "--readers", "4", "--",
                    "Tools/with-pcscd", "bash", "-c", listen + " 2>/dev/null; true")
        self.assertEqual((outer.returncode, outer.stdout.split()), (0, ["0", "1"]), outer.stdout)
        self.assertFalse(is_listening(35963))

    def test_a_pcscd_that_is_killed_is_started_again(self):
        script = """
            pid() { tr -d '\\0' 2>/dev/null </run/pcscd/pcscd.pid || true; }
            first=$(pid); kill -9 "$first"
            until second=$(pid); [[ -n "$second" && "$second" != "$first" && -S /run/pcscd/pcscd.comm ]]; do :; done
            opensc-tool --list-readers
        """
        again = run("Tools/with-pcscd", "bash", "-c", textwrap.dedent(script))
        self.assertEqual(again.returncode, 0, again.stdout)
        self.assertIn("Virtual PCD 00 00", again.stdout)

    def test_the_status_is_that_of_the_command_and_what_it_leaves_is_ended(self):
        with tempfile.TemporaryDirectory() as folder:
            lock = pathlib.Path(folder) / "lock"
            # Held for as long as the sleep lives.
            left = run("Tools/with-pcscd", "bash", "-c", f"exec 9>{lock}; flock 9; sleep 600 & exit 7")
            self.assertEqual(left.returncode, 7, left.stdout)
            self.assertEqual(run("flock", "--timeout", "10", lock, "true").returncode, 0)

    def test_what_cannot_be_done_is_told(self):
        for arguments in [[], ["--readers", "3", "true"], ["--readers", "none", "true"], ["--nothing", "true"]]:
            with self.subTest(arguments):
                refused = run("Tools/with-pcscd", *arguments)
                self.assertEqual(refused.returncode, 2, refused.stdout)
                self.assertIn("usage: Tools/with-pcscd", refused.stdout)


class TestTests(unittest.TestCase):
    """Tools/test in a folder of its own, where every stage does as it is told."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "Tools").mkdir()
        shutil.copy(ROOT / "Tools" / "test", self.folder / "Tools" / "test")
        self.script("install-packages", "")
        self.stages = [line.split()[0] for line in self.tools_test("--list").stdout.splitlines()]
        for stage in self.stages:
            self.stage(stage, "echo '10 passed, 0 failed, 0 skipped'")
        (self.folder / "Sources").mkdir()
        (self.folder / "Sources" / "A.swift").write_text("// A\n")

    def script(self, name, body):
        path = self.folder / "Tools" / name
        path.write_text("#!/usr/bin/env bash\n" + textwrap.dedent(body))
        path.chmod(0o755)

    def stage(self, name, body):
        self.script(f"check-{name}", f"echo ran >>.build/{name}.runs\n" + body)

    def runs(self, name):
        path = self.folder / ".build" / f"{name}.runs"
        return len(path.read_text().splitlines()) if path.exists() else 0

    def tools_test(self, *options, **environment):
        inherited = {name: value for name, value in os.environ.items() if name != "CI"}
        return run("Tools/test", *options, cwd=self.folder, env={**inherited, **environment})

    def assertEnds(self, result, line, status):
        self.assertEqual((result.stdout.splitlines()[-1], result.returncode), (line, status), result.stdout)

    def test_the_last_line_is_the_sum(self):
        self.stage("units", "echo '200 passed, 0 failed, 3 skipped'")
        total = 10 * (len(self.stages) - 1) + 200
        self.assertEnds(self.tools_test(), f"{total} passed, 0 failed, 3 skipped", 0)

    def test_what_is_unchanged_is_counted_but_not_run_again(self):
        first = self.tools_test()
        second = self.tools_test()
        self.assertEqual(first.stdout.splitlines()[-1], second.stdout.splitlines()[-1])
        self.assertEqual(second.stdout.count("not run again"), len(self.stages), second.stdout)
        self.assertEqual({self.runs(stage) for stage in self.stages}, {1})

    def test_a_changed_file_an_added_one_and_a_removed_one_are_seen(self):
        self.tools_test("--only", "units")
        source = self.folder / "Sources" / "A.swift"
        source.write_text("// B\n")
        self.tools_test("--only", "units")
        (self.folder / "Sources" / "B.swift").write_text("")
        self.tools_test("--only", "units")
        (self.folder / "Sources" / "B.swift").unlink()
        source.chmod(0o600)
        self.tools_test("--only", "units")
        self.assertEqual(self.runs("units"), 4)

    def test_ci_and_fresh_run_everything(self):
        self.tools_test()
        self.tools_test("--fresh")
        self.tools_test(CI="true")
        self.assertEqual({self.runs(stage) for stage in self.stages}, {3})

    def test_a_failure_is_shown_and_never_remembered_as_a_pass(self):
        self.stage("units", "echo 'FAILED  something'; echo '9 passed, 1 failed, 0 skipped'; exit 1")
        for _ in range(2):
            result = self.tools_test("--only", "units")
            self.assertEnds(result, "9 passed, 1 failed, 0 skipped", 1)
            self.assertIn("FAILED  something", result.stdout)
        self.assertEqual(self.runs("units"), 2)

    def test_a_stage_that_passes_and_then_fails_leaves_no_pass_behind(self):
        self.tools_test("--only", "units")
        self.stage("units", "exit 3")
        self.assertEnds(self.tools_test("--only", "units"), "0 passed, 1 failed, 0 skipped", 1)
        self.assertEnds(self.tools_test("--only", "units"), "0 passed, 1 failed, 0 skipped", 1)

    def test_a_skipped_test_is_said_aloud_and_tried_again(self):
        self.stage("units", "echo 'skipped peer: no such program'; echo '9 passed, 0 failed, 1 skipped'")
        for _ in range(2):
            result = self.tools_test("--only", "units")
            self.assertEnds(result, "9 passed, 0 failed, 1 skipped", 0)
            self.assertIn("no such program", result.stdout)
        self.assertEqual(self.runs("units"), 2)

    def test_whatever_is_not_plainly_a_success_is_a_failure(self):
        for body, count in [
            ("echo '9 passed, 0 failed, 0 skipped'; exit 1", "9 passed, 1 failed, 0 skipped"),
            ("echo '9 passed, 1 failed, 0 skipped'; exit 0", "9 passed, 1 failed, 0 skipped"),
            ("echo '0 passed, 0 failed, 0 skipped'", "0 passed, 1 failed, 0 skipped"),
            ("echo '9 passed, 0 failed, 0 skipped'; echo more", "0 passed, 1 failed, 0 skipped"),
            ("true", "0 passed, 1 failed, 0 skipped"),
            ("kill -9 $$", "0 passed, 1 failed, 0 skipped"),
        ]:
            with self.subTest(body):
                self.stage("units", body)
                self.assertEnds(self.tools_test("--only", "units"), count, 1)

    def test_what_needs_a_build_that_failed_is_not_said_to_have_passed(self):
        self.stage("build", "echo 'error: no'; echo '0 passed, 1 failed, 0 skipped'; exit 1")
        result = self.tools_test()
        self.assertEqual(result.returncode, 1)
        users = [stage for stage in ("vectors", "units", "system", "failover", "usb") if self.runs(stage) == 0]
        self.assertEqual(users, ["vectors", "units", "system", "failover", "usb"])
        self.assertEqual(result.stdout.count("not run, since the build failed"), len(users), result.stdout)

    def test_a_file_that_changes_while_a_stage_runs_makes_it_run_again(self):
        self.stage("units", "echo '// C' >>Sources/A.swift; echo '9 passed, 0 failed, 0 skipped'")
        self.tools_test("--only", "units")
        self.tools_test("--only", "units")
        self.assertEqual(self.runs("units"), 2)

    def test_an_unknown_stage_is_refused(self):
        result = self.tools_test("--only", "everything")
        self.assertEqual(result.returncode, 2)
        self.assertIn("There is no stage 'everything'", result.stdout)


if __name__ == "__main__":
    unittest.main()
