import CTAPHID
import FIDOAuthenticator
import ISO7816

/// The whole chip: a script of reports, commands, touches, time, power and storage, with valid requests in between.
enum ChipFuzzing {
    private static let profiles = [AuthenticatorProfile.full, .mitidChip, .u2fOnly]

    static func run(_ input: [UInt8]) {
        var reader = InputReader(input)
        var chip = ChipUnderTest(profile: self.profiles[reader.number(below: self.profiles.count)])
        var platform = FuzzPlatform()
        chip.perform(chip.chip.pluggedIn(at: chip.now))
        // No script is longer than what a user would sit through.
        for _ in 0..<200 where !reader.isAtEnd {
            self.step(&reader, &chip, &platform)
        }
        chip.settle()
    }

    private static func step(
        _ reader: inout InputReader,
        _ chip: inout ChipUnderTest,
        _ platform: inout FuzzPlatform
    ) {
        switch reader.number(below: 16) {
        case 0: chip.perform(chip.chip.reportReceived(reader.bytes(64), at: chip.now))
        case 1: self.message(&reader, &chip)
        case 2: chip.transmit(reader.bytes(reader.twoBytes() % 600))
        case 3: _ = chip.request(reader.bytes(reader.twoBytes() % 600))
        case 4: chip.perform(chip.chip.userPresenceGiven(at: chip.now))
        case 5: chip.perform(chip.chip.userPresenceRefused(at: chip.now))
        case 6: chip.pass(milliseconds: UInt64(reader.twoBytes()))
        case 7: self.power(&reader, &chip)
        case 8: self.storage(&reader, &chip)
        case 9: chip.chip.authenticator.faults = self.faults(reader.byte())
        default: platform.step(&reader, &chip)
        }
    }

    private static func message(_ reader: inout InputReader, _ chip: inout ChipUnderTest) {
        let channel = reader.flag() ? ChannelID(rawValue: 1) : reader.flag() ? .broadcast : ChannelID(rawValue: 2)
        let command = [Command.initialize, .cbor, .msg, .ping, .cancel, .wink, .lock][reader.number(below: 7)]
        let payload = reader.bytes(reader.twoBytes() % 1_300)
        guard let message = try? Message(channel: channel, command: command, payload: payload) else { return }
        for packet in message.packets {
            chip.perform(chip.chip.reportReceived(packet.bytes, at: chip.now))
        }
    }

    private static func power(_ reader: inout InputReader, _ chip: inout ChipUnderTest) {
        switch reader.number(below: 4) {
        case 0: chip.perform(chip.chip.pluggedIn(at: chip.now))
        case 1: chip.chip.pulledOut(at: chip.now)
        case 2: chip.layDown()
        default: chip.takeAway()
        }
    }

    private static func storage(_ reader: inout InputReader, _ chip: inout ChipUnderTest) {
        switch reader.number(below: 4) {
        case 0: chip.storageIsSlow = true
        case 1: chip.storageIsSlow = false
        case 2: chip.endCommit(works: true)
        default: chip.endCommit(works: false)
        }
    }

    private static func faults(_ bits: UInt8) -> AuthenticatorFaults {
        AuthenticatorFaults(
            hasInvalidSignatures: bits & 1 != 0,
            hasCounterGoingBack: bits & 2 != 0,
            attestsWithAnotherKey: bits & 4 != 0,
            isStorageFull: bits & 8 != 0,
            isPINLocked: bits & 16 != 0
        )
    }
}
