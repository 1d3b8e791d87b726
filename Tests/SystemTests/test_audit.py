"""The trail of a country is checked a night at a time, and its oldest month is kept elsewhere."""

import concurrent.futures
import contextlib
import hashlib
import json
import pathlib
import sqlite3
import tempfile
import unittest

from fleet import PostgresServer
from services import Service, run

NAME = "mitid-activation"


class AuditTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def verify(self, *options, since=None):
        """The exit status and what is said of each chain."""
        known = ("--since", str(since)) if since else ()
        status, output, error = run(NAME, "audit", "--verify", "--json", *known, *options)
        self.assertEqual(error, "")
        return status, json.loads(output)

    def keep(self, reports, name="known.json"):
        file = self.folder / name
        file.write_text(json.dumps(reports))
        return file

    def test_an_earlier_check_is_gone_on_from(self):
        store = ("--store", f"sqlite:{self.folder}/store.sqlite")
        with Service(NAME, *store) as service:
            for _ in range(3):
                service.post("/v1/verifications", {"userID": "nobody", "code": "123456"})
            status, first = self.verify(*store)
            self.assertEqual((status, first[0]["entries"], first[0]["isWhole"]), (0, 3, True))
            known = self.keep(first)
            self.assertEqual(self.verify(*store, since=known), (0, first))
            for _ in range(2):
                service.post("/v1/verifications", {"userID": "nobody", "code": "123456"})
            output = run(NAME, "audit", "--verify", "--since", str(known), *store)[1]
            self.assertRegex(output, "^chain sqlite: whole, 2 entries checked after the first 3, key of 2.+Z, head [0-9a-f]{64}\n$")
            status, second = self.verify(*store, since=known)
            self.assertEqual((status, second[0]["entries"]), (0, 5))
            self.assertEqual(self.verify(*store), (0, second))
        # The last entry is cut off: its seal shows it, and so does a report that was kept.
        database = sqlite3.connect(self.folder / "store.sqlite")
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute("DELETE FROM audit WHERE number = 4")
        database.commit()
        database.close()
        status, third = self.verify(*store)
        self.assertEqual((status, third[0]["fault"]), (1, "entry 4 is missing: the chain ends before it"))
        status, third = self.verify(*store, since=self.keep(second))
        self.assertEqual((status, third[0]["fault"]), (1, "entry 4 is missing: the chain ends before it"))

    def test_a_month_is_archived_and_the_rest_is_still_proved(self):
        keys = self.folder / "keys"
        keys.touch(0o600)
        keys.write_text(f"mitid-tokens keys 1\n1 {'5a' * 32} active\n")
        with PostgresServer() as postgres:
            store = ("--store", postgres.address, "--key-file", str(keys))
            with Service(NAME, *store) as service:
                def refuse(count):
                    for _ in range(count):
                        answer = service.post("/v1/verifications", {"userID": "nobody", "code": "123456"})
                        self.assertEqual(answer.status, 403)

                refuse(4)
                status, first = self.verify(*store)
                self.assertEqual((status, sum(report["entries"] for report in first)), (0, 4))
                month = postgres.psql("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM')").strip()
                archive = postgres.psql(f"SELECT archive_audit_month('{month}')").strip()
                self.assertEqual(archive, f"audit_{month}")
                self.assertEqual(postgres.psql(f"SELECT count(*) FROM {archive}"), "4\n")
                # Of each chain the last entry has stayed, and with it whoever writes goes on from there.
                self.assertEqual(postgres.psql("SELECT count(*) FROM audit"), f"{len(first)}\n")
                status, reports = self.verify(*store)
                gaps = [report["fault"] for report in reports if report["entries"] == 0]
                self.assertTrue(all("entry 0 is missing: " in gap for gap in gaps), reports)
                self.assertEqual(status, 1 if gaps else 0)
                known = self.keep(first)
                self.assertEqual(self.verify(*store, since=known), (0, first))
                refuse(6)
                self.assertEqual(service.stop(), 0)
            with Service(NAME, *store) as service:
                refuse(5)
            status, second = self.verify(*store, since=known)
            self.assertEqual((status, sum(report["entries"] for report in second)), (0, 15))
            # The archive and the trail together are the whole chain.
            postgres.psql(f"INSERT INTO audit SELECT * FROM {archive} ON CONFLICT DO NOTHING")
            self.assertEqual(self.verify(*store), (0, second))

    def test_forgeries_in_a_file_are_found(self):
        """What somebody does with the database alone: found without a report, or, where only that can, with one."""
        path = self.folder / "store.sqlite"
        store = ("--store", f"sqlite:{path}")

        def execute(*statements):
            with contextlib.closing(sqlite3.connect(path)) as database, database:
                for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                    database.execute(f"DROP TRIGGER {trigger}")
                for statement in statements:
                    database.execute(statement)

        def read(statement):
            with contextlib.closing(sqlite3.connect(path)) as database:
                return database.execute(statement).fetchall()

        with Service(NAME, *store) as service:
            for _ in range(4):
                service.post("/v1/verifications", {"userID": "nobody", "code": "123456"})
            execute("CREATE TABLE early_seal AS SELECT * FROM audit_seal")
            for _ in range(4):
                service.post("/v1/verifications", {"userID": "nobody", "code": "123456"})
            self.assertEqual(service.stop(), 0)
        status, report = self.verify(*store)
        self.assertEqual((status, report[0]["entries"], report[0]["entriesOlderThanKey"]), (0, 8, 0))
        known = self.keep(report)
        tables = ("audit", "audit_seal", "audit_key")
        for table in tables:
            execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")
        rows = read("SELECT number, at, reason, user_id FROM audit ORDER BY number")
        self.assertEqual({tuple(row[2:]) for row in rows}, {("unknown-device", "nobody")})

        def hashed_again(editing=None):
            """All hashes as the documentation says, but without the key."""
            head = hashlib.sha256(b"mitid-tokens audit 1\0sqlite").digest()
            for number, at, _, user in rows:
                # A verification (2) for an unknown device (3), or granted (0).
                reason = 0 if number == editing else 3
                head = hashlib.sha256(
                    head + number.to_bytes(8, "big") + at.to_bytes(8, "big") + bytes([2, reason]) + b"\xff" * 4
                    + len(user).to_bytes(4, "big") + user.encode() + b"\xff" * 4).digest()
                yield f"UPDATE audit SET hash = x'{head.hex()}' WHERE number = {number}"
            if editing is not None:
                yield f"UPDATE audit SET reason = 'granted' WHERE number = {editing}"

        def restore():
            for table in tables:
                execute(f"DELETE FROM {table}", f"INSERT INTO {table} SELECT * FROM kept_{table}")

        for statements in (
                ["UPDATE audit SET reason = 'granted' WHERE number = 5"], ["UPDATE audit SET event = 'x' WHERE number = 5"],
                ["DELETE FROM audit WHERE number = 5"], ["DELETE FROM audit WHERE number > 5"], ["DELETE FROM audit"],
                ["DELETE FROM audit", "DELETE FROM audit_seal"], [*hashed_again()], [*hashed_again(editing=5)],
                ["DELETE FROM audit WHERE number = 5", "UPDATE audit SET number = 5 WHERE number = 6",
                 "UPDATE audit SET number = 6 WHERE number = 7"]):
            execute(*statements)
            status, reports = self.verify(*store)
            self.assertEqual((status, reports[0]["isWhole"]), (1, False), statements)
            restore()
        self.assertEqual(self.verify(*store), (0, report))
        for statement in ("DELETE FROM audit_key", "UPDATE audit_key SET secret = (SELECT check_text FROM sealing_key)"):
            execute(statement)
            status, output, error = run(NAME, "audit", "--verify", *store)
            self.assertEqual((status, output, error.count("\n")), (2, "", 1), error)
            self.assertIn("key of the audit trail", error)
            restore()
        # An earlier state put back whole is a trail as it once was: only a report shows it.
        execute("DELETE FROM audit WHERE number > 3", "DELETE FROM audit_seal", "INSERT INTO audit_seal SELECT * FROM early_seal")
        status, reports = self.verify(*store)
        self.assertEqual((status, reports[0]["entries"]), (0, 4))
        status, reports = self.verify(*store, since=known)
        self.assertEqual((status, reports[0]["fault"]), (1, "entry 7 is missing: the chain ends before it"))
        restore()
        # A trail that is made to look like an earlier release's: the report says that it is older than the key.
        execute(*hashed_again(editing=5), "DELETE FROM audit_seal", "UPDATE audit_key SET secret_key_id = 0")
        status, reports = self.verify(*store)
        self.assertEqual((status, reports[0]["entriesOlderThanKey"]), (0, 8))
        self.assertNotIn("keyMadeAt", reports[0])
        self.assertIn("8 entries checked, the first 8 older than the key, no key yet", run(NAME, "audit", "--verify", *store)[1])
        # The next start makes a new key, which is younger than the entries.
        with Service(NAME, *store) as service:
            self.assertEqual(service.stop(), 0)
        status, reports = self.verify(*store)
        self.assertEqual((status, reports[0]["entriesOlderThanKey"]), (0, 8))
        self.assertGreater(reports[0]["keyMadeAt"], report[0]["keyMadeAt"])
        status, reports = self.verify(*store, since=known)
        self.assertEqual((status, reports[0]["fault"]), (1, "entry 7 is not what was written"))

    def test_forgeries_on_a_server_are_found(self):
        keys = self.folder / "keys"
        keys.touch(0o600)
        keys.write_text(f"mitid-tokens keys 1\n1 {'5a' * 32} active\n")
        tables = ("audit", "audit_seal", "audit_key")
        with PostgresServer() as postgres:
            store = ("--store", postgres.address, "--key-file", str(keys))

            def execute(*statements):
                postgres.psql("; ".join(["SET session_replication_role = replica", *statements]))

            def refuse(count):
                # Several at once: several sessions write chains.
                with concurrent.futures.ThreadPoolExecutor(4) as pool:
                    for answer in pool.map(
                            lambda _: service.post("/v1/verifications", {"userID": "nobody", "code": "123456"}), range(count)):
                        self.assertEqual(answer.status, 403)

            def copy(name):
                execute(*(f"CREATE TABLE {name}_{table} AS SELECT * FROM {table}" for table in tables))

            def restore(name):
                for table in tables:
                    execute(f"DELETE FROM {table}", f"INSERT INTO {table} SELECT * FROM {name}_{table}")

            with Service(NAME, *store) as service:
                refuse(12)
                copy("early")
                refuse(12)
                self.assertEqual(service.stop(), 0)
            copy("late")
            status, report = self.verify(*store)
            self.assertEqual((status, sum(chain["entries"] for chain in report)), (0, 24))
            known = self.keep(report)
            last = max(report, key=lambda chain: chain["entries"])["chain"]
            for statements in (
                    ["UPDATE audit SET reason = 'granted' WHERE number = 0"], ["DELETE FROM audit WHERE number = 1"],
                    [f"DELETE FROM audit WHERE chain = '{last}'"],
                    [f"DELETE FROM audit WHERE chain = '{last}'", f"DELETE FROM audit_seal WHERE chain = '{last}'"],
                    ["DELETE FROM audit USING audit_seal AS seal WHERE audit.chain = seal.chain AND number = next_number - 1"],
                    ["DELETE FROM audit"], ["DELETE FROM audit", "DELETE FROM audit_seal"],
                    [f"UPDATE audit SET chain = 'postgres-77' WHERE chain = '{last}'"], ["DELETE FROM audit_seal"]):
                execute(*statements)
                status, reports = self.verify(*store)
                self.assertEqual((status, all(chain["isWhole"] for chain in reports)), (1, False), statements)
                restore("late")
            execute("DELETE FROM audit_key")
            status, output, error = run(NAME, "audit", "--verify", *store)
            self.assertEqual((status, output, error.count("\n")), (2, "", 1), error)
            restore("early")
            status, reports = self.verify(*store)
            self.assertEqual((status, sum(chain["entries"] for chain in reports)), (0, 12))
            self.assertEqual(self.verify(*store, since=known)[0], 1)

    def test_imports_and_rotations_of_the_command_line_have_entries(self):
        store = ("--store", f"sqlite:{self.folder}/store.sqlite")
        devices = self.folder / "devices.csv"
        devices.write_text("0001," + bytes(range(20)).hex() + "\n")
        self.assertEqual(run(NAME, "import", str(devices), *store)[0], 0)
        devices.write_text("0001," + bytes(range(1, 21)).hex() + "\n")
        self.assertEqual(run(NAME, "import", str(devices), *store)[0], 1)
        devices.write_text("no table")
        self.assertEqual(run(NAME, "import", str(devices), *store)[0], 2)
        for options in ((), ("--forget-old-keys",)):
            self.assertEqual(run(NAME, "rotate-keys", *options, *store)[0], 0)
        status, output, _ = run(NAME, "audit", "--json", *store)
        self.assertEqual([(entry["event"], entry["reason"]) for entry in json.loads(output)[0]["entries"]], [
            ("device-import", "begun"), ("device-import", "granted"),
            ("device-import", "begun"), ("device-import", "unusable-container"),
            ("device-import", "unusable-container"),
            ("key-rotation", "granted"), ("key-rotation", "granted")])
        # The key of the trail is sealed under the new key of the file by now.
        status, reports = self.verify(*store)
        self.assertEqual((status, reports[0]["entries"], reports[0]["entriesOlderThanKey"]), (0, 7, 0))

    def test_what_is_no_earlier_check_is_one_line(self):
        store = ("--store", f"sqlite:{self.folder}/store.sqlite")
        with Service(NAME, *store) as service:
            service.post("/v1/verifications", {"userID": "nobody", "code": "123456"})
        whole = {"chain": "sqlite", "entries": 1, "isWhole": True, "head": "0" * 64}
        for reports, text in (
                ({}, "not what 'audit --verify --json' prints"), ([{"chain": "x"}], "not what"),
                ([{**whole, "isWhole": False}], "was not whole then"), ([{**whole, "head": "abc"}], "64 hexadecimal digits"),
                ([{**whole, "entries": -1}], "not what"), ([whole, whole], "twice")):
            status, output, error = run(NAME, "audit", "--verify", "--since", str(self.keep(reports)), *store)
            self.assertEqual((status, output, error.count("\n")), (2, "", 1), error)
            self.assertIn(text, error)
        for arguments in (["--since", str(self.keep([whole]))], ["--verify", "--since", str(self.folder / "none")]):
            status, output, error = run(NAME, "audit", *arguments, *store)
            self.assertEqual((status, output, error.count("\n")), (2, "", 1), error)
        status, reports = self.verify(*store, since=self.keep([whole]))
        self.assertEqual((status, reports[0]["fault"]), (1, "entry 0 is not what was written"))


if __name__ == "__main__":
    unittest.main()
