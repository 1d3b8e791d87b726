"""`mitid-token chip` with a USB key that a real bus treats badly: nine faults, no kernel."""

import json
import socket
import subprocess
import tempfile
import unittest

import pcsc
import usbfs
from hidraws import obstacle
from programs import Daemon, program

USUAL = ["detached", "claimed", "released", "attached"]


def setUpModule():
    pcsc.need(obstacle())


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class FaultTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.port = free_port()
        cls.bench = cls.enterClassContext(Daemon("mitid-bench", "--in-memory", "--usbip", cls.port))
        made = cls.bench.post("/v1/devices", {"kind": "chip", "serialNumber": "C1", "connection": {"usb": True}})
        assert made.status == 201, made.text

    def info(self, fault, seconds=60):
        """chip info: (status, output, error, what happened to the kernel's driver)."""
        with usbfs.Usbfs(self.port, "C1", fault, self.folder) as key:
            done = subprocess.run([program("mitid-token"), "chip", "info", "--json"], env=key.environment,
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds, check=False)
            return done.returncode, done.stdout, done.stderr, key.driver

    def works(self, fault):
        status, output, error, driver = self.info(fault)
        self.assertEqual(status, 0, error)
        self.assertEqual(json.loads(output)["ctap2"]["versions"], ["U2F_V2", "FIDO_2_0"])
        return driver

    def fails(self, fault, sentence):
        status, _, error, driver = self.info(fault)
        self.assertEqual(status, 2, error)
        self.assertRegex(error, r"\Amitid-token: [^\n]*\n\Z")
        self.assertIn(sentence, error)
        return driver

    def test_a_whole_key_is_given_back_to_the_kernels_driver(self):
        self.assertEqual(self.works("none"), USUAL)

    def test_reports_of_no_bytes_are_skipped(self):
        self.assertEqual(self.works("zero"), USUAL)

    def test_reports_of_another_size_are_named(self):
        driver = self.fails("short", "the token violates CTAPHID: a report has 40 bytes, which is not the size in the report")
        self.assertEqual(driver, USUAL)

    def test_an_endpoint_that_stays_halted_is_named(self):
        driver = self.fails("stall", "the device has halted an endpoint")
        self.assertEqual((driver[:2], driver[-2:]), (USUAL[:2], USUAL[2:]))
        self.assertIn("cleared", driver)

    def test_a_halt_from_before_is_ended(self):
        driver = self.works("halt")
        self.assertEqual([event for event in driver if event != "cleared"], USUAL)
        self.assertIn("cleared", driver)

    def test_more_bytes_than_a_report_has_are_named(self):
        self.assertEqual(self.fails("babble", "the device has sent more than a report holds"), USUAL)

    def test_a_key_that_is_pulled_out_is_named(self):
        self.fails("gone", "the device was unplugged")

    def test_another_program_is_named_and_the_driver_is_as_before(self):
        self.assertEqual(self.fails("busy", "another program has the device"), ["detached", "attached"])

    def test_the_driver_that_a_killed_program_has_lost_is_back(self):
        self.assertEqual(self.works("nodriver"), USUAL[1:])


if __name__ == "__main__":
    unittest.main()
