import CTAPHID
import ChipConnections
import FIDOClient
import TokenQuality

extension Check {
    static let hidChecks: [Check] = [
        Check(
            CheckDescription(
                "H01",
                .hid,
                clause: "11.2.9.1.3",
                "INIT on the broadcast channel gives a channel, version 2 and known capabilities",
                .major,
                set: .quick
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            let opened = try await bed.requestChannel(.broadcast)
            guard opened.channel != .broadcast, opened.channel != .reserved else {
                return .failed(expected: "a channel of its own", found: "\(opened.channel.rawValue)")
            }
            guard opened.protocolVersion == 2, opened.trailingBytes.isEmpty else {
                return .failed(
                    expected: "17 bytes, protocol version 2",
                    found: "\(17 + opened.trailingBytes.count) bytes, version \(opened.protocolVersion)"
                )
            }
            let capabilities = opened.information.capabilities
            guard capabilities.isSubset(of: [.wink, .cbor, .nmsg]) else {
                return .failed(
                    expected: "the capability bits 01, 04 and 08",
                    found: hexadecimal([capabilities.rawValue]),
                    severity: .minor
                )
            }
            return .passed(found: "capabilities \(hexadecimal([capabilities.rawValue]))")
        },
        Check(
            CheckDescription("H02", .hid, clause: "11.2.9.1.3", "Three INITs give three channels", .major),
            on: .usb
        ) { bed throws(CheckEnd) in
            var channels: Set<ChannelID> = []
            for _ in 0..<3 { channels.insert(try await bed.requestChannel(.broadcast).channel) }
            return channels.count == 3
                ? .passed(found: "three channels") : .failed(expected: "three", found: "\(channels.count)")
        },
        Check(
            CheckDescription("H03", .hid, clause: "11.2.9.1.3", "INIT on an own channel keeps the channel", .major),
            on: .usb
        ) { bed throws(CheckEnd) in
            let own = try await bed.ownChannel()
            let opened = try await bed.requestChannel(own)
            return opened.channel == own
                ? .passed(found: "the same channel") : .failed(expected: "the same channel", found: "another one")
        },
        Check(
            CheckDescription(
                "H04",
                .hid,
                clause: "11.2.9.1.4",
                "PING of 0 to 1,024 bytes returns the same bytes",
                .major,
                set: .quick
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            for size in [0, 1, 57, 58, 116, 1_024] {
                let outcome = try await bed.ping(bed.randomBytes(size))
                if case .failed = outcome { return outcome }
            }
            return .passed(found: "the same bytes six times")
        },
        Check(
            CheckDescription(
                "H05",
                .hid,
                clause: "11.2.4",
                "PING of the longest message returns, or is refused",
                .minor
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            let size = try await bed.usbIdentity().reports.output.longestPayload
            let payload = bed.randomBytes(size)
            let result = try await bed.transact(.ping, payload)
            switch result.outcome {
            case .answered(let message) where message.payload == payload: return .passed(found: "\(size) bytes")
            case .refused(.invalidLength): return .passed(found: "refused with 03")
            default: return .failed(expected: "the same bytes, or error 03", found: words(result.outcome))
            }
        },
        Check(
            CheckDescription(
                "H06",
                .hid,
                clause: "11.2.5.3",
                "INIT in the middle of a message drops the message",
                .major
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            let own = try await bed.ownChannel()
            let nonce = bed.randomBytes(8)
            let answers = try await bed.answers(
                [.message(.ping, on: own, length: 200), .message(.initialize, on: own, length: 8, nonce)],
                listen: .seconds(1)
            )
            guard answers.count == 1, let answer = answers.first, answer.isMessage(.initialize, on: own),
                answer.packet.data.starts(with: nonce)
            else { return .failed(expected: "the response to INIT alone", found: "\(answers.count) packets") }
            return try await bed.ping(bed.randomBytes(16))
        },
        Check(
            CheckDescription(
                "H07",
                .hid,
                clause: "11.2.5.4",
                "A wrong sequence number ends the message with error 04",
                .major
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            let own = try await bed.ownChannel()
            let answer = try await bed.script(
                [.message(.ping, on: own, length: 200), .init(channel: own, first: 0x01)],
                listen: .seconds(3)
            )
            return answer.judged(.invalidSequence)
        },
        Check(
            CheckDescription(
                "H08",
                .hid,
                clause: "11.2.5.2",
                "A message without its end is given up with error 05",
                .major
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            let own = try await bed.ownChannel()
            let answer = try await bed.script([.message(.ping, on: own, length: 200)], listen: .seconds(5))
            if let answer, answer.error == .messageTimeout, !(300...3_000).contains(answer.milliseconds) {
                return .failed(expected: "error 05 after 0.4 to 3 s", found: "after \(answer.milliseconds) ms")
            }
            return answer.judged(.messageTimeout)
        },
        Check(
            CheckDescription("H12", .hid, clause: "11.2.9", "An unknown command is refused with error 01", .major),
            on: .usb
        ) { bed throws(CheckEnd) in
            try await bed.refusal(of: Command(rawValue: 0x20), on: nil, .invalidCommand)
        },
        Check(
            CheckDescription("H13", .hid, clause: "11.2.3", "Channel 0 is refused with error 0b", .major),
            on: .usb
        ) { bed throws(CheckEnd) in
            try await bed.refusal(of: .ping, on: .reserved, .invalidChannel)
        },
        Check(
            CheckDescription(
                "H14",
                .hid,
                clause: "11.2.3",
                "PING on the broadcast channel is refused with error 0b",
                .major
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            try await bed.refusal(of: .ping, on: .broadcast, .invalidChannel)
        },
        Check(
            CheckDescription(
                "H15",
                .hid,
                clause: "11.2.3",
                "A channel that was never given is refused with error 0b",
                .minor
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            try await bed.refusal(of: .ping, on: ChannelID(rawValue: 0xDEAD_BEEF), .invalidChannel)
        },
        Check(
            CheckDescription(
                "H16",
                .hid,
                clause: "11.2.4",
                "A message that tells too long a length is refused with error 03",
                .major
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            let own = try await bed.ownChannel()
            for length: UInt16 in [7_610, 0xFFFF] {
                let outcome = try await bed.script([.message(.ping, on: own, length: length)], listen: .seconds(3))
                    .judged(.invalidLength)
                if case .failed = outcome { return outcome }
            }
            return .passed(found: "error 03 both times")
        },
        Check(
            CheckDescription("H17", .hid, clause: "11.2.4", "A continuation without a beginning is ignored", .minor),
            on: .usb
        ) { bed throws(CheckEnd) in
            let own = try await bed.ownChannel()
            let answer = try await bed.script([.init(channel: own, first: 0x00)], listen: .seconds(1))
            return answer == nil
                ? .passed(found: "silence") : .failed(expected: "silence", found: "a packet")
        },
        Check(
            CheckDescription(
                "H24",
                .hid,
                clause: "11.2.9.1.2",
                "The capabilities CBOR and NMSG agree with the behaviour",
                .major
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            _ = try await bed.ownChannel()
            guard let capabilities = try await bed.usbIdentity().channel?.information.capabilities else {
                return .failed(expected: "a response to INIT", found: "none")
            }
            let info = try await bed.info()
            guard capabilities.contains(.cbor) == (info != nil) else {
                return .failed(
                    expected: "CBOR as told",
                    found: info == nil ? "told, and not there" : "there, and not told"
                )
            }
            let hasU2F = info?.supports(version: "U2F_V2") ?? true
            guard capabilities.contains(.nmsg) != hasU2F else {
                return .failed(expected: "NMSG exactly without U2F_V2", found: hexadecimal([capabilities.rawValue]))
            }
            return .passed(found: hexadecimal([capabilities.rawValue]))
        },
        Check(
            CheckDescription("H25", .hid, clause: "11.2.4", "Padding of any bytes is ignored", .minor),
            on: .usb
        ) { bed throws(CheckEnd) in
            let own = try await bed.ownChannel()
            var packet = ReportScript.RawPacket.message(.ping, on: own, length: 3, [1, 2, 3])
            packet.padding = 0xEE
            let answer = try await bed.script([packet], listen: .seconds(3))
            guard let answer, answer.isMessage(.ping, on: own), answer.packet.data.starts(with: [1, 2, 3]) else {
                return .failed(expected: "the three bytes", found: answer == nil ? "silence" : "another packet")
            }
            return .passed(found: "the three bytes")
        },
    ]
}

extension TestBed {
    func requestChannel(_ channel: ChannelID) async throws(CheckEnd) -> OpenedChannel {
        do throws(ChipFault) {
            let opened = try await self.chip.requestChannel(on: channel)
            self.marks.add(.channel, opened.channel.bytes)
            return opened
        } catch {
            throw .connection(error)
        }
    }

    fileprivate func refusal(
        of command: Command,
        on channel: ChannelID?,
        _ code: ErrorCode
    ) async throws(CheckEnd) -> CheckOutcome {
        let result = try await self.transact(command, [1, 2, 3], on: channel)
        return result.outcome == .refused(code)
            ? .passed(found: "error \(hexadecimal([code.rawValue]))")
            : .failed(expected: "error \(hexadecimal([code.rawValue]))", found: words(result.outcome))
    }
}

extension ReportScript.Answer? {
    fileprivate func judged(_ code: ErrorCode) -> CheckOutcome {
        let expected = "error \(hexadecimal([code.rawValue]))"
        guard let answer = self else { return .failed(expected: expected, found: "silence") }
        guard let error = answer.error else { return .failed(expected: expected, found: "another packet") }
        let found = "error \(hexadecimal([error.rawValue])) after \(answer.milliseconds) ms"
        return error == code ? .passed(found: found) : .failed(expected: expected, found: found)
    }
}
