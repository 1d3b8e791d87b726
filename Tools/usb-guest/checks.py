"""What programs that nobody here wrote do with chips on the real USB stack of Linux, run in the guest.

Each check prints one line, `passed NAME` or `FAILED NAME: why`; `info` lines are measurements; DONE is the last.
"""

import base64
import hashlib
import os
import random
import statistics
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from guest import (
    BENCH, CHECKS, CHIPS, Events, attach, check, chip, expect, expect_in, hidraw_of, hidraws, plug, run, run_on_terminal,
    udev_properties, usbip, vhci_ports, wait_for
)
from hid_channel import LONGEST, PING, Channel

PIN, OTHER_PIN = "12345678", "87654321"
RELYING_PARTY = "mitid.example"


def base64_of(data):
    return base64.b64encode(data).decode()


# The kernel and udev --------------------------------------------------------------------------------------------------


@check
def one_attach_is_enough():
    hidraw = plug(BENCH, CHIPS[0])
    expect(str(hidraw), "/dev/hidraw0", "the device")
    expect(udev_properties(hidraw).get("ID_FIDO_TOKEN"), "1", "ID_FIDO_TOKEN")
    device = next(path for path in Path("/sys/bus/usb/devices").glob("*") if (path / "serial").exists()
                  and (path / "serial").read_text().strip() == CHIPS[0])
    found = {name: (device / name).read_text().strip() for name in ("idVendor", "idProduct", "speed", "bNumInterfaces")}
    expect(found, {"idVendor": "1209", "idProduct": "0001", "speed": "12", "bNumInterfaces": "2"}, "what sysfs says")


@check
def messages_of_many_sizes_come_back_byte_for_byte():
    channel = Channel(chip())
    order = random.Random(1209)
    sizes = [0, 1, 56, 57, 58, 115, 116, 117, 1024, LONGEST - 1, LONGEST]
    expect(LONGEST, 7609, "the longest message")
    for size in sizes + [order.randrange(600) for _ in range(60)]:
        data = order.randbytes(size)
        expect(channel.exchange(PING, data), data, f"a PING of {size} bytes")
    times = []
    for _ in range(100):
        start = time.monotonic()
        channel.exchange(PING, b"ping")
        times.append(time.monotonic() - start)
    print(f"info: a PING takes {statistics.median(times) * 1000:.1f} ms through the emulated kernel and back")
    channel.close()


@check
def two_programs_have_channels_of_their_own():
    first, second = Channel(chip()), Channel(chip())
    expect(first.id == second.id, False, "the channels are the same")
    for size in (3, 57, 300):
        one, other = os.urandom(size), os.urandom(size)
        expect(first.exchange(PING, one), one, "the first")
        expect(second.exchange(PING, other), other, "the second")
    first.close()
    second.close()


# Our own client -------------------------------------------------------------------------------------------------------

import qualification  # noqa: E402
import own_client  # noqa: E402, F401  Its checks stand here: a PIN is set further down.


# libfido2 -------------------------------------------------------------------------------------------------------------


@check
def fido2_token_lists_and_describes_it():
    expect_in("/dev/hidraw0: vendor=0x1209, product=0x0001", run("fido2-token", "-L"), "fido2-token -L")
    described = run("fido2-token", "-I", chip())
    for fact in ("proto: 0x02", "FIDO_2_1", "noclientPin", "es256"):
        expect_in(fact, described, "fido2-token -I")


def credential(name, *options, pin=None):
    """fido2-cred -M | fido2-cred -V: the credential's number and public key."""
    request, made, verified = (Path(f"/run/{name}.{part}") for part in ("request", "made", "verified"))
    lines = [base64_of(hashlib.sha256(b"make").digest()), RELYING_PARTY, "alice", base64_of(b"alice-" + name.encode())]
    request.write_text("\n".join(lines) + "\n")
    make = ["fido2-cred", "-M", *options, "-i", str(request), "-o", str(made), str(chip()), "es256"]
    typed(make, pin)
    options = [option for option in options if option == "-v"]
    run("fido2-cred", "-V", *options, "-i", made, "-o", verified, "es256")
    number, *key = verified.read_text().splitlines()
    pem = Path(f"/run/{name}.pem")
    pem.write_text("\n".join(key) + "\n")
    return number, pem


def assertion(number, pem, *options, pin=None):
    """fido2-assert -G | fido2-assert -V; without a number of the credentials that the chip finds itself."""
    request, made = Path("/run/assert.request"), Path("/run/assert.made")
    request.write_text("\n".join([base64_of(os.urandom(32)), RELYING_PARTY] + ([number] if number else [])) + "\n")
    typed(["fido2-assert", "-G", "-p", *options, "-i", str(request), "-o", str(made), str(chip())], pin)
    verify = ["-p"] + [option for option in options if option == "-v"]
    run("fido2-assert", "-V", *verify, "-i", made, pem, "es256")
    return made.read_text()


def typed(command, pin, *more):
    if pin is None:
        run(*command)
        return
    status, shown = run_on_terminal(command, [pin, *more])
    if status:
        raise AssertionError(f"{' '.join(command)} ended with {status}: {shown}")


@check
def a_credential_of_libfido2_is_used_without_a_pin():
    number, pem = credential("plain")
    assertion(number, pem)


@check
def a_pin_is_set_changed_and_asked_for():
    typed(["fido2-token", "-S", str(chip())], PIN, PIN)
    expect_in(" clientPin", run("fido2-token", "-I", chip()), "after fido2-token -S")
    typed(["fido2-token", "-C", str(chip())], PIN, OTHER_PIN, OTHER_PIN)
    status, shown = run_on_terminal(["fido2-token", "-C", str(chip())], [PIN, OTHER_PIN, OTHER_PIN])
    expect(status == 0, False, "the old PIN is still good")
    expect_in("FIDO_ERR_PIN_INVALID", shown, "fido2-token -C with the old PIN")
    number, pem = credential("verified", "-v", pin=OTHER_PIN)
    assertion(number, pem, "-v", pin=OTHER_PIN)


@check
def a_discoverable_credential_is_found_by_the_chip():
    _, pem = credential("resident", "-r", "-v", pin=OTHER_PIN)
    assertion(None, pem, "-r", "-v", pin=OTHER_PIN)


def managed(*command):
    """The lines that a program shows which asks for the PIN once."""
    status, shown = run_on_terminal(list(map(str, command)), [OTHER_PIN])
    if status:
        raise AssertionError(f"{' '.join(map(str, command))} ended with {status}: {shown}")
    return [line for line in shown.splitlines() if not line.startswith("Enter ")]


@check
def credentials_are_counted_listed_and_deleted():
    before = managed("fido2-token", "-I", "-c", chip())
    credential("managed", "-r", "-v", pin=OTHER_PIN)
    existing, remaining = (int(line.split(": ")[1]) for line in managed("fido2-token", "-I", "-c", chip()))
    expect(before, [f"existing rk(s): {existing - 1}", f"remaining rk(s): {remaining + 1}"], "before")
    listed = managed("fido2-token", "-L", "-r", chip())
    expect([line.split()[2] for line in listed].count(RELYING_PARTY), 1, "the relying party")
    *_, last = managed("fido2-token", "-L", "-k", RELYING_PARTY, chip())
    number = last.split()[1]
    expect(managed("fido2-token", "-I", "-k", RELYING_PARTY, "-i", number, chip())[0], number, "the credential")
    managed("fido2-token", "-D", "-i", number, chip())
    expect(managed("fido2-token", "-I", "-c", chip()), before, "after it was deleted")


@check
def large_blobs_are_kept_and_listed():
    key, blob, back = Path("/run/blob.key"), Path("/run/blob"), Path("/run/blob.back")
    key.write_text(base64_of(bytes(range(32))) + "\n")
    blob.write_bytes(b"remember this" * 20)
    managed("fido2-token", "-S", "-b", "-k", key, blob, chip())
    expect_in("260", managed("fido2-token", "-L", "-b", chip())[-1], "fido2-token -L -b")
    run("fido2-token", "-G", "-b", "-k", key, back, chip())
    expect(back.read_bytes(), blob.read_bytes(), "the blob")
    managed("fido2-token", "-D", "-b", "-k", key, chip())


@check
def resident_keys_of_ssh_are_downloaded_again():
    folder = Path("/run/ssh")
    folder.mkdir()
    made = set()
    for kind in ("ed25519-sk", "ecdsa-sk"):
        path = folder / kind
        managed("ssh-keygen", "-q", "-t", kind, "-O", "resident", "-O", f"application=ssh:{kind}",
                "-O", f"device={chip()}", "-N", "", "-f", path)
        made.add(path.with_suffix(".pub").read_text().split()[1])
    os.chdir(folder)
    managed("ssh-keygen", "-K", "-N", "")
    os.chdir("/")
    expect({path.read_text().split()[1] for path in folder.glob("id_*_rk_*.pub")}, made, "the public keys")


# python-fido2 ---------------------------------------------------------------------------------------------------------


@check
def python_fido2_registers_and_authenticates():
    run(os.environ["FIDO2_PYTHON"], Path(__file__).with_name("python_fido2.py"), chip(), OTHER_PIN)


# Presence -------------------------------------------------------------------------------------------------------------


@check
def a_chip_that_asks_waits_for_the_touch():
    BENCH.presence(CHIPS[0], "ask")
    number, pem = credential_by_touch()
    BENCH.presence(CHIPS[0], "accept")
    assertion(number, pem)


def credential_by_touch():
    """Makes a credential while somebody watches the light and touches the chip when it blinks."""
    result = {}

    def make():
        try:
            result["made"] = credential("touched", pin=OTHER_PIN)
        except Exception as error:
            result["error"] = error

    program = threading.Thread(target=make)
    program.start()
    wait_for(lambda: BENCH.device(CHIPS[0])["light"] != "off", "the light")
    expect(program.is_alive(), True, "it waits")
    BENCH.touch(CHIPS[0])
    program.join(30)
    if "made" not in result:
        raise result.get("error", AssertionError("the credential was not made within 30 s of the touch"))
    return result["made"]


# The smart card -------------------------------------------------------------------------------------------------------


@check
def pcscd_finds_the_card_in_the_usb_device():
    # libccid serves only those that its list names, and test numbers are not among them.
    plist = Path("/usr/lib/pcsc/drivers/ifd-ccid.bundle/Contents/Info.plist")
    text = plist.read_text()
    for key, value in (("ifdVendorID", "0x1209"), ("ifdProductID", "0x0001"), ("ifdFriendlyName", "MitID chip")):
        place = text.index("<array>", text.index(key)) + len("<array>")
        text = text[:place] + f"<string>{value}</string>" + text[place:]
    plist.write_text(text)
    os.mkdir("/run/no-readers")
    global PCSCD
    PCSCD = subprocess.Popen(["pcscd", "--foreground", "--config", "/run/no-readers"], stdout=subprocess.DEVNULL,
                             stderr=open("/run/pcscd.log", "wb"))
    wait_for(Path("/run/pcscd/pcscd.comm").exists, "pcscd")
    wait_for(lambda: "Yes" in run("opensc-tool", "--list-readers"), "the card")
    listed = run("opensc-tool", "--list-readers")
    expect_in(f"MitID chip [MitID chip (virtual) CCID] ({CHIPS[0]}) 00 00", listed, "the readers")
    expect_in("3b:", run("opensc-tool", "--atr"), "the answer to reset")


@check
def the_card_answers_as_the_key_does():
    answered = run("opensc-tool", "--send-apdu", "00:A4:04:00:08:A0:00:00:06:47:2F:00:01:00")
    expect_in("SW1=0x90, SW2=0x00", answered, "SELECT of the FIDO applet")
    expect_in("U2F_V2", answered, "SELECT of the FIDO applet")
    # Extended APDUs, which opensc-tool does not send.
    run(os.environ["FIDO2_PYTHON"], Path(__file__).with_name("pyscard_card.py"))
    # Both interfaces serve at the same time.
    channel = Channel(chip())
    expect(channel.exchange(PING, b"still here"), b"still here", "the key beside the card")
    channel.close()
    PCSCD.terminate()
    PCSCD.wait(20)


# Plugging -------------------------------------------------------------------------------------------------------------


@check
def udev_sees_it_pulled_out_and_plugged_in():
    with Events() as events:
        BENCH.connection(CHIPS[0], False)
        wait_for(lambda: events.saw("remove"), "udev's remove")
        expect(hidraws(), [], "devices after it was pulled out")
        plug(BENCH, CHIPS[0])
        wait_for(lambda: events.saw("add"), "udev's add")
    # What it knows survives.
    expect_in(" clientPin", run("fido2-token", "-I", chip()), "after it was plugged in again")


@check
def a_key_that_was_just_plugged_in_can_be_reset():
    BENCH.connection(CHIPS[0], False)
    wait_for(lambda: not hidraws(), "the device to go")
    run("fido2-token", "-R", plug(BENCH, CHIPS[0]))
    expect_in("noclientPin", run("fido2-token", "-I", chip()), "after fido2-token -R")


@check
def a_program_that_waits_is_told_when_it_is_pulled_out():
    channel = Channel(chip())
    channel.send(PING, os.urandom(LONGEST))
    BENCH.connection(CHIPS[0], False)
    try:
        while True:
            channel.packet(channel.id)
    except OSError:
        pass
    channel.close()
    wait_for(lambda: not hidraws(), "the device to go")
    run("fido2-token", "-I", plug(BENCH, CHIPS[0]))


@check
def detached_and_attached_again_it_is_the_same_key():
    number, pem = credential("kept")
    for port in vhci_ports():
        usbip("detach", "-p", int(port))
    wait_for(lambda: not hidraws(), "the device to go")
    attach(CHIPS[0])
    assertion(number, pem)


@check
def three_chips_are_three_keys():
    for serial in CHIPS[1:]:
        BENCH.add_chip(serial)
        plug(BENCH, serial)
    listed = run("fido2-token", "-L")
    expect(listed.count("vendor=0x1209"), 3, f"keys in {listed!r}")
    for serial in CHIPS:
        expect_in("FIDO_2_1", run("fido2-token", "-I", hidraw_of(serial)), serial)
    # All at once, each with its own.
    channels = [Channel(hidraw_of(serial)) for serial in CHIPS]
    data = [os.urandom(2000) for _ in CHIPS]
    for channel, mine in zip(channels, data):
        channel.send(PING, mine)
    for channel, mine in zip(channels, data):
        expect(channel.receive(PING), mine, "a PING beside two others")
        channel.close()
    BENCH.connection(CHIPS[1], False)
    wait_for(lambda: len(hidraws()) == 2, "the second to go")
    for serial in (CHIPS[0], CHIPS[2]):
        run("fido2-token", "-I", hidraw_of(serial))


@check
def our_client_qualifies_a_key_and_finds_its_faults():
    qualification.run(BENCH)


def main():
    subprocess.run(["/usr/lib/systemd/systemd-udevd", "--daemon"], check=True, stderr=subprocess.DEVNULL)
    run("udevadm", "trigger")
    run("udevadm", "settle")
    BENCH.add_chip(CHIPS[0])
    chosen = os.environ.get("ONLY", "").split(",") if os.environ.get("ONLY") else None
    for function in CHECKS:
        if chosen and function.__name__ not in chosen:
            continue
        name = function.__name__.replace("_", " ")
        start = time.monotonic()
        try:
            function()
            print(f"passed  {name} ({time.monotonic() - start:.1f} s)")
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            text = " ".join(f"{error or type(error).__name__}".split())
            print(f"FAILED  {name}: {text} ({Path(where.filename).name}:{where.lineno})")
    print("DONE")


if __name__ == "__main__":
    main()
