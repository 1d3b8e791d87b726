"""What the programs say: in their own words, in one line, with what a person would do next; and what a log never says."""

import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import time
import unittest

from programs import program
from services import Service, container, run

SECRET = "3132333435363738393031323334353637383930"


class SentenceTests(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="mitid-sentences-")
        self.addCleanup(directory.cleanup)
        self.folder = pathlib.Path(directory.name)
        self.store = ["--store", f"sqlite:{self.folder / 'store.sqlite'}"]

    def says(self, words, name, *arguments, stdin=None):
        """One line on standard error, status 2."""
        status, output, error = run(name, *arguments, stdin=stdin)
        self.assertEqual((status, output, error.count("\n")), (2, "", 1), error)
        self.assertIn(words, error)

    def test_a_taken_port_names_the_option_that_changes_it(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            for name in ("mitid-bench", "mitid-activation"):
                self.says(
                    f"port {port} of 127.0.0.1 is in use by another program; choose one with --port", name, "serve",
                    "--in-memory", "--port", port)
            # Its HTTP interface may be listening already.
            status, _, error = run("mitid-bench", "serve", "--in-memory", "--port", "0", "--usbip", port)
            self.assertEqual(status, 2)
            self.assertIn(
                f"--usbip: port {port} of 127.0.0.1 is in use by another program; choose one with --usbip",
                error.splitlines()[-1])

    def test_an_address_of_another_machine_is_named(self):
        tokens = self.folder / "tokens"
        tokens.write_text("a token of sixteen\n".replace(" ", "-"))
        tokens.chmod(0o600)
        for name in ("mitid-bench", "mitid-activation"):
            self.says(
                "this machine has no address 192.0.2.1", name, "serve", "--in-memory", "--port", "0", "--host", "192.0.2.1",
                "--token-file", str(tokens))
            self.says(
                "there is no host nosuch.invalid", name, "serve", "--in-memory", "--port", "0", "--host", "nosuch.invalid",
                "--token-file", str(tokens))

    def test_a_file_that_cannot_be_read_says_why(self):
        nowhere = str(self.folder / "nowhere")
        for command in (
                ["mitid-activation", "import", nowhere, *self.store], ["mitid-token", "pskc", "check", nowhere],
                ["mitid-token", "code", "--secret-file", nowhere], ["mitid-activation", "policy", "--policy", nowhere]):
            with self.subTest(command):
                self.says("cannot be read: there is no such file", *command)
        for command in (["mitid-activation", "import", str(self.folder), *self.store],
                        ["mitid-token", "pskc", "check", str(self.folder)]):
            with self.subTest(command):
                self.says("cannot be read: it is a directory", *command)

    def test_a_fault_in_json_has_its_place(self):
        policy = self.folder / "policy.json"
        for text, words in (
                ("", "The body is empty"), ("nonsense", "line 1, column 2: there must be null or another value"),
                ("{\n  \"codes\": {,}\n}", "line 2, column 13: there must be the name of a member"),
                ("{\"codes\": {", "line 1, column 12: the body ends"), ("{'codes': 1}", "line 1, column 2: there must be the name"),
                ("{} {}", "line 1, column 4: there must be nothing more"), ("[1,]", "line 1, column 4: there must be a value"),
                ("{\"codes\": 01}", "line 1, column 12: there must be a comma")):
            with self.subTest(text):
                policy.write_text(text)
                self.says(words, "mitid-activation", "policy", "--policy", str(policy))
        with Service("mitid-activation", "--in-memory") as service:
            answer = service.post("/v1/users", "nonsense")
            self.assertEqual((answer.status, answer.problem), (400, "invalid-json"))
            self.assertEqual(answer.json["detail"], "Not JSON at line 1, column 2: there must be null or another value.")

    def test_a_word_that_is_no_command_is_named_with_the_nearest(self):
        for command, words in (
                (["mitid-bench", "ad", "code-display"], "there is no command 'ad'; did you mean 'add'? (see mitid-bench --help)"),
                (["mitid-activation", "imprt", "x"], "did you mean 'import'?"), (["mitid-token", "pskc", "chek", "x"], "did you mean 'check'?"),
                (["mitid-token", "xyzzy", "1", "2"], "there are code, verify, ocra, pskc"),
                (["mitid-bench", "webauthn", "regster"], "'register'?")):
            with self.subTest(command):
                self.says(words, *command)

    def test_numbers_name_their_range(self):
        for command, words in (
                (["mitid-bench", "serve", "--port", "99999"], "a whole number from 0 to 65535 is wanted"),
                (["mitid-activation", "serve", "--port", "-1"], "a whole number from 0 to 65535 is wanted"),
                (["mitid-activation", "policy", "--first-code-window", "x"], "a whole number from 0 to 4294967295 is wanted"),
                (["mitid-token", "code", "--secret-hex", "31", "--counter", "-1"], "a whole number from 0 on is wanted")):
            with self.subTest(command):
                self.says(words, *command)

    def test_what_a_device_does_not_have_is_said_before_it_is_asked_for(self):
        for options, words in (
                (["code-display", "--usb"], "--usb and --nfc are for chips; a code-display has neither"),
                (["audio-code-reader", "--nfc"], "--usb and --nfc are for chips"), (["chip", "--secret-hex", SECRET], "a chip has no secret"),
                (["cheap"], "kind 'cheap': code-display, audio-code-reader, chip are there"),
                (["code-display", "--secret-hex", SECRET, "--secret-base32", "GEZDGNBV"], "--secret-hex and --secret-base32: give one")):
            with self.subTest(options):
                self.says(words, "mitid-bench", "add", *options, "--bench", "http://127.0.0.1:9")


class BenchTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bench = Service("mitid-bench", "--in-memory")
        cls.addClassCleanup(cls.bench.__exit__)

    def bench_says(self, *arguments, stdin=None):
        return run("mitid-bench", *arguments, "--bench", self.bench.url, stdin=stdin)

    def test_drift_has_one_range_everywhere(self):
        self.assertEqual(self.bench_says("add", "code-display", "--serial", "D1")[0], 0)
        for path in ("/v1/devices/D1/clock", "/v1/devices/D1/faults"):
            for drift, status in ((500_000, 200), (-500_000, 200), (500_001, 422), (-500_001, 422), (1_000_000, 422)):
                with self.subTest(path, drift=drift):
                    answer = self.bench.put(path, {"driftPPM": drift})
                    self.assertEqual(answer.status, status, answer)
                    if status == 422:
                        self.assertIn("must be -500000 to 500000", answer.json["detail"])
        text = self.bench.get("/openapi.json").body
        self.assertNotIn("1000000", text)
        drift = json.loads(text)["components"]["schemas"]["Drift"]
        self.assertEqual((drift["minimum"], drift["maximum"]), (-500_000, 500_000))
        self.assertEqual(text.count("500000"), 2)

    def test_the_list_is_aligned(self):
        for serial, name in (("L1", "short"), ("a-long-serial-number-0001", "long"), ("L22", None)):
            options = ["--name", name] if name else []
            self.assertEqual(self.bench_says("add", "audio-code-reader", "--serial", serial, *options)[0], 0)
        status, output, _ = self.bench_says("list")
        self.assertEqual(status, 0)
        starts = {line.index("audio-code-reader") for line in output.splitlines() if "audio-code-reader" in line}
        starts |= {line.index("code-display") for line in output.splitlines() if "code-display" in line}
        self.assertEqual(len(starts), 1, output)
        self.assertFalse([line for line in output.splitlines() if line.endswith(" ")])

    def test_watching_what_is_not_there_ends_at_once(self):
        status, output, error = self.bench_says("watch", "nosuch")
        self.assertEqual((status, output, error.count("\n")), (2, "", 1))
        self.assertIn("nosuch", error)

    def test_presence_prints_the_presence(self):
        self.assertEqual(self.bench_says("add", "chip", "--serial", "P1", "--usb")[0], 0)
        self.assertEqual(self.bench_says("presence", "P1", "accept", "--delay", "PT0.5S")[:2], (0, "presence accept after PT0.5S\n"))
        self.assertEqual(self.bench_says("presence", "P1", "ask")[:2], (0, "presence ask\n"))

    def test_a_clock_that_is_slow_is_behind(self):
        with Service("mitid-bench", "--in-memory") as bench:
            def clock(*options):
                return run("mitid-bench", "clock", *options, "--bench", bench.url)[1]
            self.assertRegex(clock("--freeze", "--set", "2001-01-01T00:00:00Z"), r"^2001-01-01T00:00:00Z, frozen, PT[0-9HMS.]+ behind this machine$")
            self.assertRegex(clock("--set", "2101-01-01T00:00:00Z"), r" PT[0-9HMS.]+ ahead of this machine$")
            self.assertEqual(run("mitid-bench", "add", "code-display", "--serial", "C1", "--bench", bench.url)[0], 0)
            self.assertTrue(clock("--device", "C1").rstrip().endswith("as the bench's"))
            self.assertTrue(clock("--device", "C1", "--set", "2100-12-31T23:59:58Z").rstrip().endswith("PT2S behind the bench"))
            status, _, error = run("mitid-bench", "clock", "--advance", "-PT2S", "--bench", bench.url)
            self.assertEqual((status, error.count("\n")), (2, 1))
            self.assertIn("must not be negative; set the clock back", error)

    def test_a_wrong_secret_names_the_character(self):
        for secret, words in (("xyz", "character 1 is no hexadecimal digit"), ("313", "3 digits are no whole number of bytes")):
            status, _, error = self.bench_says("add", "code-display", "--secret-hex", secret)
            self.assertEqual((status, error.count("\n")), (2, 1))
            self.assertIn(words, error)

    def test_a_secret_comes_from_a_file_or_standard_input(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "secret"
            for index, (content, options, stdin) in enumerate((
                    ("\ufeff" + SECRET + "\r\n", None, None), ("base32:GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ\n", None, None),
                    ("", "-", SECRET + "\n"))):
                path.write_text(content)
                status, output, error = self.bench_says(
                    "add", "code-display", "--serial", f"F{index}", "--secret-file", options or str(path), stdin=stdin)
                self.assertEqual((status, output, error), (0, f"F{index}\n", ""))
                container = self.bench.get(f"/v1/pskc?serial=F{index}").body
                self.assertIn("MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=", container)

    def test_an_export_takes_its_key_from_a_file(self):
        self.bench_says("add", "code-display", "--serial", "E1", "--secret-hex", SECRET)
        with tempfile.TemporaryDirectory() as folder:
            key, exported = pathlib.Path(folder) / "key", pathlib.Path(folder) / "e1.pskcxml"
            key.write_text("00112233445566778899aabbccddeeff\n")
            for option in ("--key-file", "--container-key-file"):
                self.assertEqual(self.bench_says("export", "--pskc", str(exported), option, str(key), "E1")[::2], (0, ""))
                self.assertIn(
                    "1 imported", run("mitid-activation", "import", str(exported), "--container-key-file", str(key), "--store",
                                      f"sqlite:{folder}/{option}.sqlite")[1])


class LogTests(unittest.TestCase):
    def test_a_user_id_forges_no_field(self):
        user = 'bob decision=granted reason="granted"'
        with tempfile.TemporaryDirectory(prefix="mitid-log-") as folder:
            store = ["--store", f"sqlite:{folder}/store.sqlite"]
            with Service("mitid-activation", *store) as service:
                service.post("/v1/imports", container(("0001", "code-display", bytes.fromhex(SECRET), 0)))
                body = {"userID": user, "password": "a good password"}
                self.assertEqual(service.post("/v1/users", body).status, 201)
                answer = service.post("/v1/activations", {**body, "serialNumber": "0001", "code": "000000"})
                self.assertEqual(answer.status, 403)
                log = service.log
                service.stop()
            lines = [line for line in log.splitlines() if "bob" in line]
            self.assertTrue(lines)
            for line in lines:
                self.assertIn(r'="bob decision=granted reason=\"granted\""', line)
                self.assertNotIn(" decision=granted", line.replace(r'"bob decision=granted reason=\"granted\""', ""))
            status, output, _ = run("mitid-activation", "audit", *store)
            self.assertEqual(status, 0)
            lines = [line for line in output.splitlines() if "bob" in line]
            self.assertTrue(lines)
            for line in lines:
                self.assertIn(r'user="bob decision=granted reason=\"granted\""', line)


class CrashTests(unittest.TestCase):
    """A crash says where it was, and nothing of the memory."""

    def crash(self, **variables):
        environment = {key: value for key, value in os.environ.items() if key != "SWIFT_BACKTRACE"} | variables
        with tempfile.TemporaryDirectory() as folder:
            secret = pathlib.Path(folder) / "secret"
            os.mkfifo(secret)
            # It waits for its secret, for the pipe stays open.
            process = subprocess.Popen(
                [program("mitid-token"), "code", "--secret-file", str(secret)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, text=True, env=environment)
            with open(secret, "w", encoding="utf-8"):
                process.send_signal(signal.SIGSEGV)
                error = ""
                while line := process.stderr.readline():
                    error += line
                    if line.startswith("Backtrace took"):
                        break
                # The runtime's handler is gone after its report; the program ended already if the first signal woke it.
                process.send_signal(signal.SIGSEGV)
                error += process.communicate(timeout=120)[1]
        return error

    def test_a_crash_prints_no_registers_and_no_memory(self):
        error = self.crash()
        self.assertIn("Backtrace took", error)
        self.assertIn('"mitid-token" crashed', error)
        self.assertNotIn("rip 0x", error)
        self.assertNotRegex(error, r"\b([0-9a-f]{2} ){8}")
        self.assertNotIn("Images (", error)

    def test_the_environment_has_the_last_word(self):
        error = self.crash(SWIFT_BACKTRACE="enable=yes,registers=all,interactive=no,color=no")
        self.assertIn("rip 0x", error)

    def test_the_settings_are_those_of_the_process(self):
        with Service("mitid-bench", "--in-memory") as bench:
            environment = pathlib.Path(f"/proc/{bench.pid}/environ").read_bytes().split(b"\0")
            setting = [entry for entry in environment if entry.startswith(b"SWIFT_BACKTRACE=")]
            self.assertIn(b"registers=none", setting[0])


if __name__ == "__main__":
    unittest.main()
