"""A chip of the bench as a device of usbfs, without a kernel that has USB, and with the faults that a real bus shows.

umockdev shows one program a sysfs and a /dev/bus/usb that nobody else sees. Its ioctls are answered here: a transfer goes to
the chip over USB/IP, and what comes back is handed out as the kernel does, or as a fault wants it. Run as a program by
`Usbfs`: `usbfs.py USBIP_PORT SERIAL_NUMBER FAULT FILE`; FILE gets the state of the kernel's driver.
"""

import collections
import os
import subprocess
import sys
import threading
from pathlib import Path

from usb_host import GET_DESCRIPTOR, HID, IN, OUT, Closed, Host, devices

PYTHON = "/usr/bin/python3"
PRELOADED = "libumockdev-preload.so.0"
DEVICE, CONFIGURATION, REPORT_DESCRIPTOR = 1, 2, 0x22
# A key that is whole; a report of no bytes behind each report; reports of 40 bytes; an endpoint to the key that stays halted; one
# from the key that is halted once; more bytes than a report has; unplugged in the middle; claimed by another program; left
# without the kernel's driver by a program that was killed.
FAULTS = ("none", "zero", "short", "stall", "halt", "babble", "gone", "busy", "nodriver")
NODE = "/dev/bus/usb/001/002"

# linux/usbdevice_fs.h
SUBMIT, DISCARD, REAP_NOW, CLAIM, RELEASE = 0x8038550A, 0x550B, 0x4008550D, 0x8004550F, 0x80045510
CAPABILITIES, GET_DRIVER, INTERFACE_IOCTL, CLEAR_HALT, RESET = 0x8004551A, 0x41045508, 0xC0105512, 0x80045515, 0x5514
DISCONNECT, CONNECT = 0x5516, 0x5517
URB_BYTES, INTERRUPT, CONTROL = 56, 1, 2
# linux/errno.h
ENOENT, EAGAIN, EBUSY, ENODEV, EPIPE, ENODATA, EOVERFLOW = 2, 11, 16, 19, 32, 61, 75


class Usbfs:
    """A chip that is plugged in, shown to the programs that are run with `environment`."""

    def __init__(self, port, serial, fault, folder):
        self.state = Path(folder) / f"driver-{fault}"
        self.process = subprocess.Popen(
            [PYTHON, __file__, str(port), serial, fault, str(self.state)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, env={**os.environ, "LD_PRELOAD": PRELOADED})
        root = self.process.stdout.readline().strip()
        self.environment = {**os.environ, "LD_PRELOAD": PRELOADED, "UMOCKDEV_DIR": root}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()

    @property
    def driver(self):
        """What has happened to the kernel's driver, in order."""
        return self.state.read_text().split()


# In Debian's Python ---------------------------------------------------------------------------------------------------


class Device:
    """One chip behind usbfs."""

    def __init__(self, testbed, port, serial, fault, state):
        bus_ids = {found: bus_id for bus_id, found in devices(port).items()}
        self.host = Host(port, bus_ids[serial])
        self.fault, self.state = fault, Path(state)
        self.state.write_text("")
        self.has_driver = fault != "nodriver"
        self.halted = {0x80 | HID} if fault == "halt" else {HID} if fault == "stall" else set()
        self.owes_zero = self.is_gone = False
        self.sent = 0
        self.lock = threading.Lock()
        # Transfers that the chip has, by their number, and those that the program can take back.
        self.pending, self.done = {}, collections.deque()
        # All transfers to the host: only their replies have data, also of one that was taken back meanwhile.
        self.to_host = set()
        self.add(testbed, serial)
        self.answers = UMockdev.IoctlBase()
        self.answers.connect("handle-ioctl", self.answer)
        testbed.attach_ioctl(NODE, self.answers)
        threading.Thread(target=self.listen, daemon=True).start()

    def add(self, testbed, serial):
        descriptor = {kind: self.host.control(0x80, GET_DESCRIPTOR, kind << 8, 0, 255)[1] for kind in (DEVICE, CONFIGURATION)}
        report = self.host.control(0x81, GET_DESCRIPTOR, REPORT_DESCRIPTOR << 8, 0, 255)[1]
        hub = "/devices/pci0000:00/0000:00:01.0/usb1"
        testbed.add_from_string(
            f"P: {hub}\nN: bus/usb/001/001\nE: DEVNAME=/dev/bus/usb/001/001\nE: DEVTYPE=usb_device\nE: SUBSYSTEM=usb\n"
            f"E: MAJOR=189\nE: MINOR=0\nA: busnum=1\nA: devnum=1\nA: speed=480\nA: bConfigurationValue=1\n"
            "H: descriptors=12010002090001406B1D020005060302010109021900010100E0000904000001090000000705810304000C\n\n"
            f"P: {hub}/1-1\nN: bus/usb/001/002\nE: DEVNAME={NODE}\nE: DEVTYPE=usb_device\nE: SUBSYSTEM=usb\nE: MAJOR=189\n"
            f"E: MINOR=1\nA: busnum=1\nA: devnum=2\nA: speed=12\nA: bConfigurationValue=1\nA: serial={serial}\n"
            f"H: descriptors={(descriptor[DEVICE] + descriptor[CONFIGURATION]).hex().upper()}\n\n"
            f"P: {hub}/1-1/1-1:1.0\nE: DEVTYPE=usb_interface\nE: SUBSYSTEM=usb\nA: bInterfaceNumber=00\n\n"
            f"P: {hub}/1-1/1-1:1.0/0003:1209:0001.0001\nE: SUBSYSTEM=hid\nH: report_descriptor={report.hex().upper()}\n")

    def note(self, event):
        with self.state.open("a") as file:
            file.write(event + "\n")

    def answer(self, _, client):
        result, error = self.handle(client.get_request(), client.get_arg())
        client.complete(result, error)
        return True

    def handle(self, request, argument):
        """What the kernel does with one ioctl: (result, errno)."""
        if self.is_gone and request not in (REAP_NOW, DISCARD):
            return -1, ENODEV
        if request == CAPABILITIES:
            argument.resolve(0, 4).update(0, [0, 0, 0, 0])
        elif request == GET_DRIVER:
            if not self.has_driver:
                return -1, ENODATA
            argument.resolve(0, 260).update(4, list(b"usbhid\0"))
        elif request == INTERFACE_IOCTL:
            return self.change_driver(int.from_bytes(bytes(argument.resolve(0, 16).retrieve())[4:8], "little"))
        elif request == CLAIM:
            if self.fault == "busy":
                return -1, EBUSY
            self.note("claimed")
        elif request == RELEASE:
            self.note("released")
        elif request == CLEAR_HALT:
            if self.fault != "stall":
                self.halted.discard(bytes(argument.resolve(0, 4).retrieve())[0])
            self.note("cleared")
        elif request == SUBMIT:
            self.submit(argument.resolve(0, URB_BYTES))
        elif request == DISCARD:
            return self.discard(argument.resolve(0, URB_BYTES).client_addr)
        elif request == REAP_NOW:
            return self.reap(argument.resolve(0, 8))
        elif request != RESET:
            return -1, 25
        return 0, 0

    def change_driver(self, code):
        if code == DISCONNECT:
            if not self.has_driver:
                return -1, ENODATA
            self.has_driver = False
            self.note("detached")
            return 0, 0
        if code == CONNECT:
            if self.has_driver:
                return -1, EBUSY
            self.has_driver = True
            self.note("attached")
            return 1, 0
        return -1, 25

    def submit(self, urb):
        raw = bytes(urb.retrieve())
        kind, endpoint, length = raw[0], raw[1], int.from_bytes(raw[24:28], "little")
        buffer = urb.resolve(16, length)
        data = bytes(buffer.retrieve())
        with self.lock:
            if endpoint in self.halted:
                self.done.append((urb, buffer, 0, -EPIPE, b""))
            elif self.fault == "babble" and endpoint == 0x80 | HID:
                self.done.append((urb, buffer, 0, -EOVERFLOW, b""))
            elif self.owes_zero and endpoint == 0x80 | HID:
                self.owes_zero = False
                self.done.append((urb, buffer, 0, 0, b""))
            elif kind == CONTROL:
                is_in = bool(data[0] & 0x80)
                self.give(urb, buffer, 8, is_in, 0, length - 8, data[:8], data[8:])
            else:
                is_in = bool(endpoint & 0x80)
                self.sent += not is_in
                self.give(urb, buffer, 0, is_in, endpoint & 0x7F, length, bytes(8), data)
                if self.fault == "gone" and self.sent == 2:
                    self.leave()

    def give(self, urb, buffer, offset, is_in, endpoint, length, setup, data):
        """Submits a transfer to the chip; its number is known before its reply can come."""
        if is_in:
            self.to_host.add(self.host.sequence + 1)
        self.pending[self.host.sequence + 1] = (urb, buffer, offset, is_in, length)
        self.host.submit(IN if is_in else OUT, endpoint, length, setup, b"" if is_in else data)

    def leave(self):
        self.is_gone = True
        for urb, buffer, offset, _, _ in self.pending.values():
            self.done.append((urb, buffer, offset, -ENODEV, b""))
        self.pending.clear()

    def discard(self, address):
        with self.lock:
            for number, (urb, buffer, offset, _, _) in self.pending.items():
                if urb.client_addr == address:
                    del self.pending[number]
                    self.host.unlink(number)
                    self.done.append((urb, buffer, offset, -ENOENT, b""))
                    return 0, 0
        return -1, 22

    def reap(self, place):
        with self.lock:
            if not self.done:
                return -1, ENODEV if self.is_gone else EAGAIN
            urb, buffer, offset, status, data = self.done.popleft()
        if isinstance(data, int):
            count = data
        else:
            count = len(data)
            if data:
                buffer.update(offset, list(data))
        urb.update(4, list(status.to_bytes(4, "little", signed=True)))
        urb.update(28, list(count.to_bytes(4, "little")))
        place.set_ptr(0, urb)
        return 0, 0

    def listen(self):
        """Takes what the chip answers."""
        try:
            while True:
                number, status, data = self.host.reply(self.to_host)
                with self.lock:
                    if number not in self.pending:
                        continue
                    urb, buffer, offset, is_in, length = self.pending.pop(number)
                    if is_in and offset == 0 and data:
                        if self.fault == "short":
                            data = data[:40]
                        self.owes_zero = self.fault == "zero"
                    self.done.append((urb, buffer, offset, status, data if is_in else length))
        except (OSError, Closed):
            return


def main():
    global UMockdev
    import gi
    gi.require_version("UMockdev", "1.0")
    from gi.repository import GLib, UMockdev
    testbed = UMockdev.Testbed.new()
    device = Device(testbed, int(sys.argv[1]), *sys.argv[2:])
    assert device
    print(testbed.get_root_dir(), flush=True)
    loop = GLib.MainLoop()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
    loop.run()


if __name__ == "__main__":
    main()
