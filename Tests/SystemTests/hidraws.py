"""Chips of the bench as hidraw devices of Linux, without a kernel that has USB.

umockdev shows one program an udev, a sysfs and device files that nobody else sees. Between its /dev/hidraw0 and the
bench this is what the kernel's drivers are: a USB/IP host on one side, reports on the other. Run as a program by
`Hidraws`: `hidraws.py USBIP_PORT SERIAL_NUMBER...` prints the folder that programs are shown, and ends with its input.
"""

import os
import select
import shutil
import subprocess
import sys
import threading

from usb_host import GET_DESCRIPTOR, HID, IN, OUT, Closed, Host, devices

# Debian's Python, for which Debian has umockdev's bindings.
PYTHON = "/usr/bin/python3"
PRELOADED = "libumockdev-preload.so.0"
REPORT_DESCRIPTOR = 0x22
VENDOR, PRODUCT, USB_BUS = 0x1209, 0x0001, 3
REPORT = 64
# linux/hidraw.h
HIDIOCGRDESCSIZE, HIDIOCGRDESC, HIDIOCGRAWINFO = 0x80044801, 0x90044802, 0x80084803


def obstacle():
    """Why there can be no such devices on this machine, if so."""
    tried = subprocess.run([PYTHON, "-c", "import gi; gi.require_version('UMockdev', '1.0')"], stdin=subprocess.DEVNULL,
                           capture_output=True, check=False)
    if tried.returncode or not shutil.which("umockdev-wrapper"):
        return "not installed: gir1.2-umockdev-1.0 python3-gi umockdev"
    return None


class Hidraws:
    """Chips that are plugged in, shown to the programs that are run with `environment`."""

    def __init__(self, port, *serials):
        self.process = subprocess.Popen(
            [PYTHON, __file__, str(port), *serials], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "LD_PRELOAD": PRELOADED})
        folder = self.process.stdout.readline().strip()
        self.environment = {**os.environ, "LD_PRELOAD": PRELOADED, "UMOCKDEV_DIR": folder}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


# In Debian's Python ---------------------------------------------------------------------------------------------------


class Bridge:
    """Between one hidraw and one chip."""

    def __init__(self, testbed, number, port, serial):
        bus_ids = {found: bus_id for bus_id, found in devices(port).items()}
        self.host = Host(port, bus_ids[serial])
        _, self.descriptor = self.host.control(0x81, GET_DESCRIPTOR, REPORT_DESCRIPTOR << 8, 0, 255)
        self.add(testbed, number, serial)
        self.file = testbed.get_dev_fd(f"/dev/hidraw{number}")
        # A pseudoterminal that nobody has open would end.
        self.kept = os.open(f"{testbed.get_root_dir()}/dev/hidraw{number}", os.O_RDWR | os.O_NOCTTY)
        threading.Thread(target=self.pump, daemon=True).start()

    def add(self, testbed, number, serial):
        usb = testbed.add_device("usb", f"usb{number}", None, [
            "busnum", "1", "devnum", str(number + 2), "idVendor", f"{VENDOR:04x}", "idProduct", f"{PRODUCT:04x}",
            "serial", serial, "manufacturer", "MitID tokens", "product", "MitID chip (virtual)", "speed", "12",
        ], ["DEVTYPE", "usb_device"])
        interface = testbed.add_device("usb", f"usb{number}:1.0", usb, ["bInterfaceNumber", "00"],
                                       ["DEVTYPE", "usb_interface"])
        identity = f"{USB_BUS:04X}:{VENDOR:08X}:{PRODUCT:08X}"
        hid = testbed.add_device("hid", f"{USB_BUS:04X}:{VENDOR:04X}:{PRODUCT:04X}.{number:04X}", interface, [], [
            "HID_ID", identity, "HID_NAME", "MitID chip (virtual)", "HID_UNIQ", serial,
            "HID_PHYS", f"usb-mock-{number}/input0",
        ])
        testbed.set_attribute_binary(hid, "report_descriptor", list(self.descriptor))
        testbed.add_from_string(
            f"P: {hid.removeprefix('/sys')}/hidraw/hidraw{number}\nN: hidraw{number}\n"
            f"E: SUBSYSTEM=hidraw\nE: DEVNAME=/dev/hidraw{number}\nE: MAJOR=240\nE: MINOR={number}\n"
            "E: ID_FIDO_TOKEN=1\nE: ID_SECURITY_TOKEN=1\nE: ID_BUS=usb\n")
        self.answers = UMockdev.IoctlBase()
        self.answers.connect("handle-ioctl", self.answer)
        testbed.attach_ioctl(f"/dev/hidraw{number}", self.answers)

    def answer(self, _, client):
        """What hidraw says of itself."""
        request, descriptor = client.get_request(), self.descriptor
        size = len(descriptor).to_bytes(4, "little")
        known = {
            HIDIOCGRDESCSIZE: (size, 4), HIDIOCGRDESC: (size + descriptor, 4100),
            HIDIOCGRAWINFO: (USB_BUS.to_bytes(4, "little") + VENDOR.to_bytes(2, "little") + PRODUCT.to_bytes(2, "little"), 8),
        }
        if request not in known:
            return False
        data, length = known[request]
        client.get_arg().resolve(0, length).update(0, list(data))
        client.complete(0, 0)
        return True

    def pump(self):
        """Carries reports both ways until one side ends."""
        waiting, written = self.host.submit(IN, HID, REPORT), b""
        try:
            while True:
                ready, _, _ = select.select([self.file, self.host.socket], [], [])
                if self.file in ready:
                    written += os.read(self.file, 4096)
                    # A program writes the report's number first, and there is none.
                    while len(written) > REPORT:
                        self.host.submit(OUT, HID, REPORT, data=written[1:REPORT + 1])
                        written = written[REPORT + 1:]
                if self.host.socket in ready:
                    sequence, status, data = self.host.reply({waiting})
                    if sequence == waiting and status == 0:
                        os.write(self.file, data)
                        waiting = self.host.submit(IN, HID, REPORT)
        except (OSError, Closed):
            return


def main():
    global UMockdev
    import gi
    gi.require_version("UMockdev", "1.0")
    from gi.repository import GLib, UMockdev
    testbed = UMockdev.Testbed.new()
    bridges = [Bridge(testbed, number, int(sys.argv[1]), serial) for number, serial in enumerate(sys.argv[2:])]
    assert bridges
    print(testbed.get_root_dir(), flush=True)
    loop = GLib.MainLoop()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
    loop.run()


if __name__ == "__main__":
    main()
