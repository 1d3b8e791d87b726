"""mitid-activation as its users meet it: over HTTP, on the command line, and killed."""

import concurrent.futures
import http.client
import json
import os
import pathlib
import sqlite3
import stat
import tempfile
import unittest

from services import Service, container, hotp, private, run, secrets_with_leading_zero, time_step

SECRET = b"12345678901234567890"
NAME = "mitid-activation"


def activation(serial, code, user="anna", password="correct horse"):
    return {"userID": user, "password": password, "serialNumber": serial, "code": code}


class ActivationCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mitid-activation-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.store = f"sqlite:{self.folder}/store.sqlite"
        self.keys = self.folder / "store.sqlite.keys"
        self.keys.touch(0o600)
        self.keys.write_text(f"mitid-tokens keys 1\n1 {'5a' * 32} active\n")

    def start(self, *arguments):
        service = Service(NAME, *(arguments or ("--store", self.store)))
        self.addCleanup(service.__exit__)
        return service

    def add(self, service, *devices, user="anna"):
        answer = service.post("/v1/imports", container(*devices))
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.json["imported"], len(devices), answer)
        answer = service.post("/v1/users", {"userID": user, "password": "correct horse"})
        self.assertEqual(answer.status, 201, answer)

    def activated(self, service, serial="H1", counter=0):
        """A counter-based device that is anna's; its next counter is one higher."""
        self.add(service, (serial, "code-display", SECRET, counter))
        answer = service.post("/v1/activations", activation(serial, hotp(SECRET, counter)))
        self.assertEqual(answer.status, 201, answer)


class CodesTests(ActivationCase):
    def test_codes_that_begin_with_zero_are_codes(self):
        step = time_step()
        # Good for the step before and after as well, should the test meet the end of one.
        secret = secrets_with_leading_zero([step, step + 1])
        service = self.start()
        self.add(service, ("0001", "code-display", secret, None))
        first, second = hotp(secret, step), hotp(secret, step + 1)
        self.assertEqual(first[0] + second[0], "00")
        self.assertEqual(service.post("/v1/activations", activation("0001", first[1:])).status, 403)
        answer = service.post("/v1/activations", activation("0001", first))
        self.assertEqual(answer.status, 201, answer)
        answer = service.post("/v1/verifications", {"userID": "anna", "code": second})
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(service.post("/v1/verifications", {"userID": "anna", "code": second}).status, 403)

    def test_counter_codes_that_begin_with_zero_are_codes(self):
        secret = secrets_with_leading_zero([3, 4])
        service = self.start()
        self.add(service, ("H1", "audio-code-reader", secret, 3))
        answer = service.post("/v1/activations", activation("H1", hotp(secret, 3)))
        self.assertEqual(answer.status, 201, answer)
        self.assertEqual(answer.json["amr"], ["password", "code_reader"])
        answer = service.post("/v1/verifications", {"serialNumber": "H1", "code": hotp(secret, 4)})
        self.assertEqual(answer.status, 200, answer)

    def test_a_code_counts_once_on_two_services_with_one_store(self):
        services = [self.start(), self.start()]
        self.activated(services[0])

        def present(turn, code):
            connection = http.client.HTTPConnection("127.0.0.1", services[turn % 2].port, timeout=60)
            connection.request("POST", "/v1/verifications", json.dumps({"userID": "anna", "code": code}))
            status = connection.getresponse().status
            connection.close()
            return status

        with concurrent.futures.ThreadPoolExecutor(50) as pool:
            for counter in range(1, 11):
                code = hotp(SECRET, counter)
                statuses = list(pool.map(lambda turn: present(turn, code), range(50)))
                self.assertEqual(statuses.count(200), 1, statuses)
                self.assertEqual(statuses.count(403), 49, statuses)

    def test_a_refused_activation_has_one_answer(self):
        service = self.start()
        self.activated(service)
        answer = service.post("/v1/imports", container(("H2", "code-display", SECRET, 0)))
        self.assertEqual(answer.json["imported"], 1)
        code = hotp(SECRET, 0)
        bodies = {
            service.post("/v1/activations", request).body for request in [
                activation("H2", code, user="nobody"), activation("H2", code, password="wrong"),
                activation("H3", code), activation("H1", hotp(SECRET, 1)), activation("H2", "000000"),
            ]
        }
        self.assertEqual(len(bodies), 1, bodies)
        self.assertIn("activation-refused", bodies.pop())


class PowerCutTests(ActivationCase):
    def test_no_acknowledged_code_counts_again(self):
        service = self.start()
        self.activated(service)
        for counter in range(1, 11):
            request = {"userID": "anna", "code": hotp(SECRET, counter)}
            self.assertEqual(service.post("/v1/verifications", request).status, 200)
            service.kill()
            service = self.start()
            self.assertEqual(service.post("/v1/verifications", request).status, 403)

    def test_an_activation_stays(self):
        service = self.start()
        self.activated(service)
        service.kill()
        service = self.start()
        answer = service.get("/v1/users/anna")
        self.assertEqual([device["serialNumber"] for device in answer.json["authenticators"]], ["H1"])
        self.assertEqual(service.post("/v1/activations", activation("H1", hotp(SECRET, 1))).status, 403)

    def test_asked_to_stop_it_finishes_what_it_has(self):
        service = self.start()
        connections = []
        for number in range(8):
            connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
            self.addCleanup(connection.close)
            # Their passwords take long enough to hash for some to be in hand when the signal comes.
            connection.request("POST", "/v1/users", json.dumps({"userID": f"user-{number}", "password": "password"}))
            connections.append(connection)
        # Later than all of them, so they have been taken when this is answered.
        self.assertEqual(service.get("/healthz").status, 200)
        self.assertEqual(service.stop(), 0)
        answers = [connection.getresponse() for connection in connections]
        users = [json.load(answer)["userID"] for answer in answers]
        self.assertEqual(users, [f"user-{number}" for number in range(8)])
        service = self.start()
        for number in range(8):
            self.assertEqual(service.get(f"/v1/users/user-{number}").status, 200)

    def test_asked_to_stop_it_ends_well(self):
        service = self.start()
        self.assertEqual(service.stop(), 0)
        self.assertEqual(service.log, "")


class SecrecyTests(ActivationCase):
    def test_neither_log_nor_answer_tells_a_secret(self):
        service = self.start()
        self.activated(service)
        code = hotp(SECRET, 1)
        texts = [service.get(path).body for path in ("/v1/users/anna", "/v1/authenticators/H1")]
        service.post("/v1/verifications", {"userID": "anna", "code": code})
        service.post("/v1/verifications", {"userID": "anna", "code": code})
        service.stop()
        texts.append(service.log)
        for secret in ("correct horse", code, hotp(SECRET, 0), SECRET.decode(), SECRET.hex(), "scrypt"):
            for text in texts:
                self.assertNotIn(secret, text)
        self.assertIn("spent-code", service.log)

    def test_the_store_is_its_owners_alone(self):
        service = self.start()
        self.activated(service)
        for name in os.listdir(self.folder):
            mode = stat.S_IMODE(os.stat(self.folder / name).st_mode)
            self.assertEqual(mode, 0o600, name)

    def test_other_machines_need_a_token(self):
        status, _, error = run(NAME, "serve", "--host", "0.0.0.0", "--port", "0", "--in-memory")
        self.assertEqual(status, 2)
        self.assertIn("--token-file", error)
        private(self.folder / "token", "0123456789abcdef\n")
        service = self.start("--in-memory", "--token-file", str(self.folder / "token"))
        self.assertEqual(service.get("/v1/users/anna").status, 401)
        self.assertEqual(service.get("/v1/users/anna", "-H", "Authorization: Bearer 0123456789abcdef").status, 404)

    def test_tokens_have_scopes(self):
        tokens = self.folder / "tokens"
        private(tokens, "# who what token\nportal caller portal-0123456789\ndesk admin desk-0123456789abc\n")
        service = self.start("--in-memory", "--token-file", str(tokens))
        request = {"serialNumber": "0009", "code": "123456"}

        def problem(path, token, body=None):
            header = ("-H", f"Authorization: Bearer {token}")
            return (service.post(path, body, *header) if body else service.get(path, *header)).problem

        self.assertEqual(problem("/v1/verifications", "portal-0123456789", request), "code-refused")
        self.assertEqual(problem("/v1/verifications", "desk-0123456789abc", request), "insufficient-scope")
        self.assertEqual(problem("/v1/users/anna", "portal-0123456789"), "insufficient-scope")
        self.assertEqual(problem("/v1/users/anna", "desk-0123456789abc"), "unknown-user")
        tokens.write_text("portal boss portal-0123456789\n")
        status, _, error = run(NAME, "serve", "--in-memory", "--token-file", str(tokens))
        self.assertEqual(status, 2)
        self.assertIn("line 1: ", error)
        self.assertNotIn("portal-0123456789", error)

    def test_a_page_of_another_origin_is_refused(self):
        service = self.start("--in-memory")
        self.assertEqual(service.get("/openapi.json", "-H", "Host: example.com").status, 403)
        self.assertEqual(service.get("/healthz", "-H", "Origin: http://example.com").status, 403)
        # What looks whether the service is alive may call it by a name of its own.
        self.assertEqual(service.get("/healthz", "-H", "Host: example.com").status, 200)
        self.assertEqual(service.get("/healthz").status, 200)


class BadInputTests(ActivationCase):
    def test_requests(self):
        service = self.start("--in-memory")
        cases = [
            ("POST", "/v1/users", "{", 400), ("POST", "/v1/users", "[1]", 400), ("POST", "/v1/users", "{}", 400),
            ("POST", "/v1/users", b"\xff\xfe\x00", 400), ("POST", "/v1/users", "x" * (1 << 20), 413),
            ("POST", "/v1/users", {"userID": "a" * 65, "password": "password"}, 422),
            ("POST", "/v1/users", {"userID": "..", "password": "password"}, 422),
            ("POST", "/v1/users", {"userID": ".", "password": "password"}, 422),
            ("POST", "/v1/users", {"userID": "a", "password": "1234567"}, 422),
            ("POST", "/v1/users", {"userID": "a", "password": " " * 8}, 422),
            ("POST", "/v1/users", '{"userID":"a","password":"password","pass\\u0077ord":"passwords"}', 400),
            ("PUT", "/v1/authenticators/0001/block", {"kind": "temporary", "until": "2020-01-01T00:00:00Z"}, 422),
            ("PUT", "/v1/users/a/chip/block", {"kind": "temporary", "until": "2020-01-01T00:00:00Z"}, 422),
            ("POST", "/v1/users", {"userID": "a", "password": "p", "role": "admin"}, 400),
            ("POST", "/v1/users", {"userID": ["a"], "password": "p"}, 400),
            ("POST", "/v1/activations", activation("0001\u0007", "123456"), 422),
            ("POST", "/v1/activations", activation("", "123456"), 422),
            ("POST", "/v1/activations", activation("0001", "12 45x"), 422),
            ("POST", "/v1/activations", activation("0001", "-12345"), 422),
            ("POST", "/v1/verifications", {"userID": "a", "code": 123456}, 400),
            ("POST", "/v1/verifications", {"code": "123456"}, 400),
            ("POST", "/v1/imports", "<a", 400), ("POST", "/v1/imports", b"\x00" * 100, 400),
            ("POST", "/v1/imports", "<!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>", 400),
            ("GET", "/v1/users/%00", None, 422), ("GET", "/v1/users/%ff", None, 422),
            ("GET", "/v1/authenticators/a%20b", None, 422), ("GET", "/v1/authenticators/0001", None, 404),
            ("DELETE", "/v1/users/anna", None, 405), ("GET", "/v2/users", None, 404),
        ]
        for method, path, body, status in cases:
            with self.subTest(f"{method} {path} {str(body)[:60]}"):
                answer = service.curl(method, path, body)
                self.assertEqual(answer.status, status, answer)
                self.assertTrue(answer.json["type"].startswith("urn:mitid-tokens:problem:"), answer)
                self.assertEqual(answer.json["status"], status)
        self.assertEqual(service.get("/healthz").status, 200)

    def test_command_lines(self):
        cases = [
            [], ["serve", "--port", "70000"], ["serve", "--port", "x"], ["serve", "--stor", "x"],
            ["serve", "--store", "postgres://localhost/x"], ["serve", "--store", "mysql:x"], ["serve", "--store", "sqlite:"],
            ["serve", "--in-memory", "--store", self.store], ["serve", "--first-code-window", "1001"],
            ["serve", "--token-file", "/nowhere"], ["serve", "--host", "no.such.host.invalid", "--in-memory"],
            ["serve", "--store", "sqlite:/proc/nowhere/x"], ["import"], ["import", "/nowhere", "--store", self.store],
            ["import", "/", "--store", self.store], ["show", "a b", "--store", self.store],
            ["show", "0001", "--store", "sqlite:/nowhere"], ["user", "", "--store", self.store],
            ["block", "0001", "--store", "sqlite:/nowhere"], ["block", "a b", "--store", self.store],
            ["block", "1", "--for", "8h", "--store", self.store], ["unblock", "--store", self.store],
            ["block", "1", "--for", "PT1H", "--permanent", "--store", self.store],
            ["block", "1", "--until", "2020-01-01T00:00:00Z", "--store", self.store],
            ["audit", "--verify", "--chain", "x", "--store", self.store], ["audit", "--store", "sqlite:/nowhere"],
            ["import", "/nowhere", "--key-hex", "123", "--store", self.store],
            ["import", "/nowhere", "--key-hex", "12", "--password-file", "x", "--store", self.store],
            ["import", "/nowhere", "--password-file", "/nowhere", "--store", self.store],
        ]
        for arguments in cases:
            with self.subTest(" ".join(arguments)):
                status, output, error = run(NAME, *arguments)
                self.assertEqual(status, 2, error)
                self.assertEqual(output, "")
                self.assertEqual(error.count("\n"), 1, error)
                self.assertTrue(error.startswith("mitid-activation: "), error)

    def test_a_port_that_is_taken(self):
        service = self.start("--in-memory")
        status, _, error = run(NAME, "serve", "--in-memory", "--port", str(service.port))
        self.assertEqual(status, 2, error)
        self.assertIn(f"port {service.port} of 127.0.0.1", error)
        self.assertEqual(error.count("\n"), 1, error)


class KeyFileTests(ActivationCase):
    """The secrets of the devices lie sealed under a key file."""

    def files(self):
        return b"".join(path.read_bytes() for path in self.folder.glob("store.sqlite*") if path != self.keys)

    def test_a_missing_key_file_is_made_and_said_aloud(self):
        self.keys.unlink()
        file = self.folder / "devices.pskc"
        file.write_text(container(("0001", "code-display", SECRET, None)))
        status, _, error = run(NAME, "import", str(file), "--store", self.store)
        self.assertEqual(status, 0, error)
        self.assertIn(f"made {self.keys}", error)
        self.assertEqual(stat.S_IMODE(self.keys.stat().st_mode), 0o600)
        self.assertNotIn(SECRET, self.files())
        self.keys.unlink()
        status, _, error = run(NAME, "block", "0001", "--store", self.store)
        self.assertEqual(status, 2)
        self.assertIn("there is no such key file", error)

    def test_a_key_file_that_others_may_read_is_refused(self):
        self.keys.chmod(0o640)
        status, _, error = run(NAME, "serve", "--port", "0", "--store", self.store)
        self.assertEqual((status, error.count("\n")), (2, 1), error)
        self.assertIn("chmod 600", error)
        self.assertNotIn("5a5a", error)

    def test_secrets_of_an_older_version_are_sealed_at_start(self):
        service = self.start()
        self.activated(service)
        service.stop()
        with sqlite3.connect(self.folder / "store.sqlite") as store:
            store.execute("UPDATE token SET secret_key_id = 0, secret = ?", [SECRET])
        store.close()
        self.assertIn(SECRET, self.files())
        service = self.start()
        self.assertNotIn(SECRET, self.files())
        answer = service.post("/v1/verifications", {"userID": "anna", "code": hotp(SECRET, 1)})
        self.assertEqual(answer.status, 200, answer)

    def test_keys_are_rotated_under_a_running_service(self):
        service = self.start()
        self.activated(service)
        for turn in (1, 2):
            status, output, error = run(NAME, "rotate-keys", "--store", self.store, "--forget-old-keys", "--json")
            self.assertEqual((status, error), (0, ""))
            self.assertEqual(json.loads(output), {"activeKey": turn + 1, "keys": [turn + 1], "sealed": 1})
            answer = service.post("/v1/verifications", {"userID": "anna", "code": hotp(SECRET, turn)})
            self.assertEqual(answer.status, 200, answer)
        self.assertNotIn("5a5a", self.keys.read_text())


class CommandLineTests(ActivationCase):
    def test_import_counts_what_it_takes(self):
        file = self.folder / "devices.pskc"
        file.write_text(container(("0001", "code-display", SECRET, None), ("0002", "audio-code-reader", SECRET, 0)))
        status, output, error = run(NAME, "import", str(file), "--store", self.store)
        self.assertEqual((status, output, error), (0, "2 imported, 0 duplicates, 0 rejected\n", ""))
        status, output, _ = run(NAME, "import", "-", "--store", self.store, "--json", stdin=file.read_text())
        self.assertEqual(status, 0)
        self.assertEqual(json.loads(output), {"imported": 0, "duplicates": 2, "rejected": [], "rejectedCount": 0, "signature": "none"})

    def test_import_lists_what_it_rejects(self):
        file = self.folder / "devices.pskc"
        file.write_text(container(("0001", "code-display", SECRET, None)))
        self.assertEqual(run(NAME, "import", str(file), "--store", self.store)[0], 0)
        file.write_text(
            container(("0001", "code-display", SECRET[1:], None), ("0002", "code-display", b"", None),
                      ("0003", "code-display", SECRET, None)))
        status, output, error = run(NAME, "import", str(file), "--store", self.store)
        self.assertEqual(status, 1, error)
        self.assertEqual(output, "1 imported, 0 duplicates, 2 rejected\n")
        self.assertIn("line 1: rejected: 0001: conflict\n", error)
        self.assertIn("rejected: 0002: ", error)

    def test_import_keeps_what_came_before_an_error(self):
        file = self.folder / "devices.pskc"
        file.write_text(container(("0001", "code-display", SECRET, None), ("0002", "code-display", SECRET, None))[:-60])
        status, output, error = run(NAME, "import", str(file), "--store", self.store)
        self.assertEqual((status, output), (2, ""))
        self.assertEqual(error.count("\n"), 1, error)
        self.assertIn("1 imported before it", error)
        self.assertEqual(run(NAME, "show", "0001", "--store", self.store)[0], 0)

    def test_an_import_that_was_broken_off_goes_on(self):
        file = self.folder / "devices.pskc"
        file.write_text(container(*((f"{number:06}", "code-display", SECRET, 0) for number in range(1700))))
        status, output, error = run(NAME, "import", str(file), "--store", self.store)
        self.assertEqual((status, output), (0, "1700 imported, 0 duplicates, 0 rejected\n"), error)
        # As it would be if the process had been killed after its second batch.
        with sqlite3.connect(self.folder / "store.sqlite") as store:
            store.execute("DELETE FROM token WHERE serial_number >= '001000'")
            store.execute("UPDATE import_place SET records = 1000, imported = 1000")
        store.close()
        for _ in range(2):
            status, output, error = run(NAME, "import", str(file), "--store", self.store, "--resume")
            self.assertEqual((status, output), (0, "1700 imported, 0 duplicates, 0 rejected\n"), error)
        self.assertEqual(run(NAME, "show", "001699", "--store", self.store)[0], 0)
        status, output, error = run(NAME, "import", str(file), "--store", self.store)
        self.assertEqual((status, output), (0, "0 imported, 1700 duplicates, 0 rejected\n"), error)

    def test_show_and_user_tell_what_is_known(self):
        service = self.start()
        self.activated(service)
        for arguments in (["show", "H1"], ["user", "anna"]):
            status, output, error = run(NAME, *arguments, "--store", self.store)
            self.assertEqual((status, error), (0, ""))
            self.assertIn("H1", output)
            self.assertIn("anna", output)
        status, output, _ = run(NAME, "user", "anna", "--store", self.store, "--json")
        self.assertEqual(json.loads(output), service.get("/v1/users/anna").json)
        status, output, _ = run(NAME, "show", "H1", "--store", self.store, "--json")
        self.assertEqual(json.loads(output), service.get("/v1/authenticators/H1").json)
        for arguments in (["show", "H2"], ["user", "bo"]):
            status, output, error = run(NAME, *arguments, "--store", self.store)
            self.assertEqual((status, output), (1, ""))
            self.assertEqual(error.count("\n"), 1)

    def test_block_and_unblock_reach_a_running_service(self):
        service = self.start()
        self.activated(service)
        status, output, error = run(NAME, "block", "H1", "--for", "PT1H", "--store", self.store, "--json")
        self.assertEqual((status, error), (0, ""))
        self.assertEqual(json.loads(output)["block"]["kind"], "temporary")
        request = {"userID": "anna", "code": hotp(SECRET, 1)}
        answer = service.post("/v1/verifications", request)
        self.assertEqual((answer.status, answer.problem), (423, "blocked"))
        self.assertIn("block          temporary, until ", run(NAME, "show", "H1", "--store", self.store)[1])
        self.assertEqual(run(NAME, "unblock", "H1", "--store", self.store)[0], 0)
        self.assertEqual(service.post("/v1/verifications", request).status, 200)
        self.assertEqual(run(NAME, "block", "H1", "--permanent", "--store", self.store)[0], 0)
        for arguments in (["unblock", "H1"], ["block", "H1"], ["block", "H2"], ["unblock", "H2"]):
            status, output, error = run(NAME, *arguments, "--store", self.store)
            self.assertEqual((status, output, error.count("\n")), (1, "", 1), error)

    def test_audit_shows_and_proves_the_trail(self):
        service = self.start()
        self.activated(service)
        service.post("/v1/verifications", {"userID": "anna", "code": hotp(SECRET, 1)})
        service.post("/v1/verifications", {"userID": "anna", "code": hotp(SECRET, 1)})
        status, output, error = run(NAME, "audit", "--store", self.store)
        self.assertEqual((status, error), (0, ""))
        lines = output.splitlines()
        self.assertEqual([line.split("  ")[2:4] for line in lines], [
            ["device-import", "begun"], ["device-import", "granted"], ["holder-addition", "granted"],
            ["activation", "granted"], ["verification", "granted"], ["verification", "spent-code"]])
        self.assertIn("user=anna", lines[2])
        self.assertTrue(all("device=H1" in line and "user=anna" in line for line in lines[3:]), output)
        status, output, _ = run(NAME, "audit", "--after", "0", "--limit", "1", "--json", "--store", self.store)
        (page,) = json.loads(output)
        self.assertEqual([entry["number"] for entry in page["entries"]], [1])
        self.assertEqual(page["next"], 1)
        status, output, _ = run(NAME, "audit", "--verify", "--store", self.store)
        self.assertEqual(status, 0)
        self.assertRegex(output, "whole, 6 entries checked, key of 2[-0-9T:.]+Z, head [0-9a-f]{64}\n")
        self.assertEqual(service.get("/v1/audit").json["entries"][5]["hash"], output.split()[-1])

    def test_audit_notices_a_changed_entry(self):
        service = self.start()
        self.activated(service)
        service.post("/v1/verifications", {"userID": "anna", "code": "000000"})
        service.stop()
        database = sqlite3.connect(self.folder / "store.sqlite")
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute("UPDATE audit SET user_id = 'bo' WHERE number = 1")
        database.commit()
        database.close()
        status, output, _ = run(NAME, "audit", "--verify", "--store", self.store, "--json")
        self.assertEqual(status, 1)
        self.assertEqual(json.loads(output)[0]["fault"], "entry 1 is not what was written")

    def test_help_teaches(self):
        for arguments in ([], ["serve"], ["import"], ["show"], ["user"], ["block"], ["unblock"], ["audit"]):
            status, output, error = run(NAME, *arguments, "--help")
            self.assertEqual((status, error), (0, ""))
            self.assertIn("mitid-activation", output)


if __name__ == "__main__":
    unittest.main()
