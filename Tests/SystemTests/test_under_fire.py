"""mitid-activation under fire: one code many times at once, and a power cut in the middle of verifications and of an import.

MITID_ROUNDS says how often one code is sent 50 times at once; without it 20, and 200 is what the project promises to have
tried. MITID_POWER_CUTS says how often the service is killed; without it 6, and 30 is the promise.
"""

import json
import os
import pathlib
import random
import selectors
import sqlite3
import subprocess
import tempfile
import time
import unittest

from fleet import Connection, PostgresServer, activated
from programs import ROOT, program
from services import Service, run

NAME = "mitid-activation"
ROUNDS = int(os.environ.get("MITID_ROUNDS", "20"))
POWER_CUTS = int(os.environ.get("MITID_POWER_CUTS", "6"))


class Nodes(unittest.TestCase):
    """Processes of the service on one store."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mitid-activation-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.keys = self.folder / "keys"
        self.keys.touch(0o600)
        self.keys.write_text(f"mitid-tokens keys 1\n1 {'5a' * 32} active\n")
        self.postgres = None
        self.use(f"sqlite:{self.folder}/store.sqlite")

    def use_postgres(self):
        self.postgres = PostgresServer()
        self.addCleanup(self.postgres.__exit__)
        self.use(self.postgres.address)

    def use(self, store):
        self.store = ["--store", store, "--key-file", str(self.keys)]

    def start(self, count):
        nodes = [Service(NAME, *self.store) for _ in range(count)]
        for node in nodes:
            self.addCleanup(node.__exit__)
        return nodes

    def rows(self, statement):
        """What the engine itself has stored, past the program under test."""
        if self.postgres:
            return [tuple(line.split("\t")) for line in self.postgres.psql(statement).splitlines()]
        with sqlite3.connect(self.folder / "store.sqlite") as store:
            rows = [tuple(map(str, row)) for row in store.execute(statement)]
        store.close()
        return rows

    def assert_trail_is_whole(self):
        status, output, error = run(NAME, "audit", "--verify", *self.store, "--json")
        self.assertEqual((status, error), (0, ""), output)
        chains = json.loads(output)
        self.assertTrue(all(chain["isWhole"] for chain in chains), chains)
        return sum(chain["entries"] for chain in chains)


class ManyAtOnceTests(Nodes):
    def present_each_code_fifty_times(self, nodes):
        device, = activated(1, nodes[0].port)
        connections = [Connection(nodes[turn % len(nodes)].port) for turn in range(50)]
        for connection in connections:
            self.addCleanup(connection.close)
        accepted = 0
        for counter in range(1, ROUNDS + 1):
            request = device.verification(counter)
            for connection in connections:
                connection.send(request)
            statuses = sorted(connection.answer()[0] for connection in connections)
            # A spent code is no wrong one: the device is never blocked by it.
            self.assertEqual(statuses, [200] + [403] * 49, f"round {counter}")
            accepted += statuses.count(200)
        self.assertEqual(accepted, ROUNDS)
        granted = self.rows("SELECT count(*) FROM audit WHERE event = 'verification' AND reason = 'granted'")
        self.assertEqual(granted, [(str(ROUNDS),)])
        # The import has two entries, the holder and the activation one each.
        self.assertEqual(self.assert_trail_is_whole(), 4 + 50 * ROUNDS)
        print(f"{ROUNDS} codes, each sent 50 times at once to {len(nodes)} processes: accepted {accepted} times")

    def test_a_code_sent_fifty_times_at_once_counts_once_on_sqlite(self):
        self.present_each_code_fifty_times(self.start(1))

    def test_a_code_sent_fifty_times_at_once_to_three_nodes_counts_once_on_postgresql(self):
        self.use_postgres()
        self.present_each_code_fifty_times(self.start(3))


class Storm:
    """Each device sends its next code as soon as the one before is answered, on a connection of its own."""

    def __init__(self, devices, nodes):
        self.selector = selectors.DefaultSelector()
        self.acknowledged = 0
        self.pending = {}
        for turn, device in enumerate(devices):
            connection = Connection(nodes[turn % len(nodes)].port)
            self.selector.register(connection, selectors.EVENT_READ, device)
            self.send(connection, device)

    def send(self, connection, device):
        self.pending[device] = device.counter
        connection.send(device.verification(device.counter))

    def rage(self, until):
        """Until so many codes have been acknowledged; what is then under way stays so."""
        while self.acknowledged < until:
            for key, _ in self.selector.select():
                status, body = key.fileobj.answer()
                if status != 200:
                    raise AssertionError(f"{key.data.serial}, counter {key.data.counter}: {status} {body!r}")
                self.acknowledge(key.data)
                self.send(key.fileobj, key.data)

    def acknowledge(self, device):
        self.acknowledged += 1
        device.counter += 1
        del self.pending[device]

    def settle(self):
        """After the power cut: takes in the answers that had left before it."""
        for key in list(self.selector.get_map().values()):
            try:
                status, _ = key.fileobj.answer()
                if status == 200:
                    self.acknowledge(key.data)
            except ConnectionError:
                pass
            key.fileobj.close()
        self.selector.close()


class PowerCutStormTests(Nodes):
    def cut_the_power(self, node_count):
        seed = random.randrange(1 << 32)
        print(f"power cuts at random moments, seed {seed}")
        chance = random.Random(seed)
        nodes = self.start(node_count)
        devices = activated(24, nodes[0].port)
        acknowledged = undecided = kept = 0
        for _ in range(POWER_CUTS):
            storm = Storm(devices, nodes)
            storm.rage(until=chance.randrange(20, 400))
            for node in nodes:
                node.kill()
            storm.settle()
            acknowledged += storm.acknowledged
            undecided += len(storm.pending)
            # What the engine has before anything is said to it again: no acknowledged code is lost, and what is more
            # than acknowledged was under way.
            last, granted = self.last_counters(), self.granted_codes()
            for device in devices:
                ahead = last[device.serial] - (device.counter - 1)
                self.assertIn(ahead, [0, 1] if device in storm.pending else [0], device.serial)
                self.assertEqual(granted.get(device.serial, 0), last[device.serial], device.serial)
            nodes = self.start(node_count)
            for turn, device in enumerate(devices):
                connection = Connection(nodes[turn % node_count].port)
                if device.counter > 1:
                    self.assertEqual(connection.ask(device.verification(device.counter - 1))[0], 403, device.serial)
                if last[device.serial] == device.counter:
                    # It counted, though nobody was told.
                    self.assertEqual(connection.ask(device.verification(device.counter))[0], 403, device.serial)
                    device.counter += 1
                    kept += 1
                self.assertEqual(connection.ask(device.verification(device.counter))[0], 200, device.serial)
                device.counter += 1
                connection.close()
        self.assert_trail_is_whole()
        print(f"{POWER_CUTS} power cuts: {acknowledged} codes acknowledged, none accepted again, none lost; of {undecided} "
              f"under way {kept} had counted")

    def last_counters(self):
        return {serial: int(last) for serial, last in self.rows("SELECT serial_number, last_accepted FROM token")}

    def granted_codes(self):
        """How many codes of each device the audit trail says were accepted."""
        return {serial: int(count) for serial, count in self.rows(
            "SELECT serial_number, count(*) FROM audit WHERE event = 'verification' AND reason = 'granted' "
            "GROUP BY serial_number")}

    def test_no_acknowledged_code_is_lost_or_counts_again_on_sqlite(self):
        self.cut_the_power(node_count=1)

    def test_no_acknowledged_code_is_lost_or_counts_again_on_postgresql(self):
        self.use_postgres()
        self.cut_the_power(node_count=3)


class ImportPowerCutTests(Nodes):
    COUNT = 8000

    def import_killed_and_resumed(self):
        file = self.folder / "makers.pskcxml"
        with open(file, "wb") as text:
            subprocess.run([ROOT / "Tools/make-pskc", "--count", str(self.COUNT)], stdout=text, check=True)
        seen = 0
        for place in (self.COUNT // 5, self.COUNT // 2):
            command = [program(NAME), "import", file, *self.store, *(["--resume"] if seen else [])]
            killed = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while killed.poll() is None and seen < place:
                time.sleep(0.01)
                seen = self.records_done()
            killed.kill()
            self.assertEqual(killed.wait(), -9, "it was done before it was killed")
            # What the place says is done lies in the table, neither more nor less.
            seen = self.records_done()
            self.assertEqual(self.rows("SELECT count(*) FROM token"), [(str(seen),)])
            self.assertLess(seen, self.COUNT)
        status, output, error = run(NAME, "import", str(file), "--resume", *self.store)
        self.assertEqual((status, error), (0, ""))
        self.assertEqual(output, f"{self.COUNT} imported, 0 duplicates, 0 rejected\n")
        self.assertEqual(self.rows("SELECT count(*), count(DISTINCT secret) FROM token"), [(str(self.COUNT),) * 2])

    def records_done(self):
        try:
            rows = self.rows("SELECT records FROM import_place")
        except (sqlite3.OperationalError, subprocess.CalledProcessError):
            # The tables are not there yet.
            return 0
        return int(rows[0][0]) if rows else 0

    def test_an_import_goes_on_where_it_was_killed_on_sqlite(self):
        self.import_killed_and_resumed()

    def test_an_import_goes_on_where_it_was_killed_on_postgresql(self):
        self.use_postgres()
        self.import_killed_and_resumed()
