"""What services write about themselves: a log that programs can read, and nothing secret anywhere."""

import json
import pathlib
import resource
import tempfile
import unittest

from services import Service, container, hotp, private, run, time_step

SECRET = b"a secret of 20 bytes"
PASSWORD = "correct horse battery"
TOKEN = "desk-token-0123456789abcdef"
CALLER = "portal-token-0123456789abcdef"


class LogTests(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="mitid-logs-")
        self.addCleanup(directory.cleanup)
        self.folder = pathlib.Path(directory.name)
        self.store = self.folder / "store.sqlite"
        tokens = self.folder / "tokens"
        private(tokens, f"desk admin,metrics {TOKEN}\nportal caller {CALLER}\n")
        self.options = ["--store", f"sqlite:{self.store}", "--token-file", str(tokens), "--log-format", "json"]
        self.desk = ["-H", f"Authorization: Bearer {TOKEN}"]
        self.portal = ["-H", f"Authorization: Bearer {CALLER}"]

    def story(self, service):
        """Everything that a service is told secrets in; the codes that were sent."""
        key = "000102030405060708090a0b0c0d0e0f"
        file = container(("0001", "code-display", SECRET, None))
        self.assertEqual(service.post("/v1/imports", file, *self.desk, "-H", f"Container-Key: {key}").status, 200)
        self.assertEqual(service.post("/v1/imports", f"0002,{SECRET.hex()}\n0003,{SECRET.hex()}zz\n", *self.desk).status, 200)
        self.assertEqual(service.post("/v1/imports", "no table", *self.desk).status, 400)
        service.post("/v1/users", {"userID": "anna", "password": PASSWORD}, *self.desk)
        step = time_step()
        codes = [hotp(SECRET, step), hotp(SECRET, step + 1), hotp(SECRET, step + 500)]
        body = {"userID": "anna", "password": PASSWORD, "serialNumber": "0001", "code": codes[0]}
        self.assertEqual(service.post("/v1/activations", {**body, "password": PASSWORD[1:]}, *self.portal).status, 403)
        self.assertEqual(service.post("/v1/activations", body, *self.portal).status, 201)
        self.assertEqual(service.post("/v1/activations", body, *self.portal).status, 403)
        self.assertEqual(service.post("/v1/verifications", {"userID": "anna", "code": codes[1]}, *self.portal).status, 200)
        self.assertEqual(service.post("/v1/verifications", {"userID": "anna", "code": codes[2]}, *self.portal).status, 403)
        self.assertEqual(service.post("/v1/verifications", '{"userID":"anna","code":12', *self.portal).status, 400)
        self.assertEqual(service.get("/v1/audit", "-H", "Authorization: Bearer not-" + TOKEN).status, 401)
        self.assertEqual(service.get("/v1/audit", *self.portal).status, 403)
        service.put("/v1/authenticators/0001/block", {"kind": "permanent"}, *self.desk)
        return codes

    def secrets(self, codes):
        import base64
        return [
            SECRET.decode(), SECRET.hex(), base64.b64encode(SECRET).decode(), base64.b32encode(SECRET).decode(), PASSWORD,
            PASSWORD[1:], TOKEN, CALLER, "000102030405060708090a0b0c0d0e0f", *codes]

    def test_every_line_is_an_object_that_says_who_asked_and_what_was_decided(self):
        with Service("mitid-activation", *self.options) as service:
            self.story(service)
            answer = service.get("/v1/users/anna", *self.desk, "-D", "-")
            self.assertRegex(answer.body, r"(?i)x-request-id: [0-9a-f]{16,}")
            self.assertEqual(service.stop(), 0)
            lines = [json.loads(line) for line in service.log.splitlines() if not line.startswith("mitid-activation: made")]
        self.assertTrue(lines)
        for line in lines:
            self.assertEqual(set(line) - {"metadata"}, {"time", "level", "message", "logger"})
            self.assertRegex(line["time"], r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\Z")
        by_message = {line["message"]: line for line in lines}
        activated = by_message["device activated"]["metadata"]
        self.assertEqual(
            {name: activated[name] for name in ("caller", "decision", "reason", "serialNumber", "userID")},
            {"caller": "portal", "decision": "granted", "reason": "granted", "serialNumber": "0001", "userID": "anna"})
        refused = by_message["code refused"]["metadata"]
        self.assertEqual((refused["decision"], refused["caller"], refused["subject"]), ("refused", "portal", "anna"))
        unknown, unscoped = (line["metadata"] for line in lines if line["message"] == "access refused")
        self.assertEqual(
            [unknown[name] for name in ("reason", "caller", "path", "scope", "inTrail")],
            ["unknown-token", "unknown", "/v1/audit", "admin", "true"])
        self.assertEqual(
            [unscoped[name] for name in ("reason", "caller", "path", "scope", "inTrail")],
            ["missing-scope", "portal", "/v1/audit", "admin", "true"])
        self.assertEqual(len({line["metadata"]["requestID"] for line in lines if "metadata" in line}), len(lines))

    def test_nothing_secret_is_in_logs_audit_trail_figures_or_on_the_disk(self):
        with Service("mitid-activation", *self.options) as service:
            secrets = self.secrets(self.story(service))
            places = {
                "audit": service.get("/v1/audit?limit=1000", *self.desk).body,
                "metrics": service.get("/metrics", *self.desk).body,
                "record": service.get("/v1/authenticators/0001", *self.desk).body,
                "user": service.get("/v1/users/anna", *self.desk).body,
            }
            self.assertEqual(service.stop(), 0)
            places["log"] = service.log
            places["audit command"] = run("mitid-activation", "audit", "--json", "--store", f"sqlite:{self.store}")[1]
            self.assertIn('"event":"activation"', places["audit command"])
        for path in self.folder.iterdir():
            if path.name != "tokens":
                places[path.name] = path.read_bytes().decode("latin-1")
        self.assertGreater(len(places), 6)
        for place, text in places.items():
            for secret in secrets:
                # A code has six digits, which a database may have by chance, and a hash in the trail, too.
                if len(secret) == 6 and place not in ("log", "record", "user", "metrics"):
                    text_to_search = " ".join(json.dumps(entry) for entry in self.entries(text)) if "audit" in place else ""
                    self.assertNotIn(f'"{secret}"', text_to_search, place)
                    continue
                self.assertNotIn(secret, text, place)

    @staticmethod
    def entries(text):
        pages = json.loads(text)
        pages = pages if isinstance(pages, list) else [pages]
        return [entry for page in pages for entry in page["entries"]]

    def test_the_bench_writes_json_too(self):
        with Service("mitid-bench", "--in-memory", "--log-format", "json") as bench:
            bench.post("/v1/devices", {"kind": "code-display", "serialNumber": "0001", "secretHex": SECRET.hex()})
            self.assertEqual(bench.stop(), 0)
            for line in bench.log.splitlines():
                self.assertIn("message", json.loads(line))
            self.assertNotIn(SECRET.hex(), bench.log)

    def test_another_format_is_one_line_and_status_2(self):
        for name in ("mitid-bench", "mitid-activation"):
            status, output, error = run(name, "serve", "--in-memory", "--log-format", "yaml")
            self.assertEqual((status, output, error.count("\n")), (2, "", 1))
            self.assertIn("text", error)

    def test_no_process_leaves_an_image_of_its_memory(self):
        """Neither a core file nor, on systems that hand it to a program, that: the kernel finds the process not dumpable."""
        resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
        for name in ("mitid-bench", "mitid-activation"):
            with Service(name, "--in-memory") as service:
                limits = pathlib.Path(f"/proc/{service.pid}/limits").read_text()
                self.assertRegex(limits, r"Max core file size +0 +0 ")
                # proc(5): what belongs to a process that is not dumpable belongs to root.
                self.assertEqual(pathlib.Path(f"/proc/{service.pid}/maps").stat().st_uid, 0)
                # prctl(2), and core(5): the kernel tells by what it lets others see of the flag.
                self.assertEqual(service.stop(), 0)


if __name__ == "__main__":
    unittest.main()
