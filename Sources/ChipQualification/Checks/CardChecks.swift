import ChipConnections
import FIDOClient
import FIDOMessages
import ISO7816
import TokenQuality

extension Check {
    static let cardChecks: [Check] = [
        Check(
            CheckDescription(
                "N01",
                .card,
                clause: "ISO 7816-3, 8",
                "The answer to reset is well formed and as ordered",
                .major,
                set: .quick
            ),
            on: .card
        ) { bed throws(CheckEnd) in
            let bytes = bed.chip.place.answerToReset ?? []
            guard (try? AnswerToReset(parsing: bytes)) != nil else {
                return .failed(expected: "an answer to reset of the standard", found: hexadecimal(bytes))
            }
            if let ordered = bed.profile.answerToReset, ordered != bytes {
                return .failed(expected: hexadecimal(ordered), found: hexadecimal(bytes))
            }
            return .passed(found: hexadecimal(bytes))
        },
        Check(
            CheckDescription(
                "N02",
                .card,
                clause: "11.3.3",
                "SELECT of the FIDO applet returns its version, with Le and without",
                .major,
                set: .quick
            ),
            on: .card
        ) { bed throws(CheckEnd) in
            let command = SelectCommand.command(.fido)
            var withoutLe = command
            withoutLe.expectedLength = nil
            for command in [withoutLe, command] {
                let response = try await bed.whole(command)
                guard response.statusWord == .success else {
                    return .failed(expected: "status word 9000", found: hexadecimal(response.statusWord.bytes))
                }
                let version = String(decoding: response.data, as: UTF8.self)
                if command.expectedLength != nil, version != "U2F_V2", version != "FIDO_2_0" {
                    return .failed(expected: "U2F_V2 or FIDO_2_0", found: version.isEmpty ? "no version" : version)
                }
            }
            return .passed(found: "the version with Le, 9000 both times")
        },
        Check(
            CheckDescription("N03", .card, clause: "11.3.3", "SELECT of an unknown applet is refused", .minor),
            on: .card
        ) { bed throws(CheckEnd) in
            let name: [UInt8] = [0xA0, 0x00, 0x00, 0x06, 0x47, 0x2F, 0x00, 0x7F]
            let response = try await bed.transmit(
                CommandAPDU(cla: 0, ins: 0xA4, p1: 4, p2: 0, data: name, expectedLength: 256)
            )
            // The applet of the other checks is selected again.
            let selection = try await bed.whole(SelectCommand.command(.fido))
            guard selection.statusWord == .success else {
                return .failed(
                    expected: "SELECT of FIDO with 9000 afterwards",
                    found: hexadecimal(selection.statusWord.bytes),
                    severity: .major
                )
            }
            return response.statusWord == .fileNotFound
                ? .passed(found: "status word 6a82")
                : .failed(expected: "status word 6a82", found: hexadecimal(response.statusWord.bytes))
        },
        Check(
            CheckDescription(
                "N04",
                .card,
                clause: "11.3.4",
                "getInfo as an extended APDU returns the whole response",
                .major
            ),
            on: .card
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let response = try await bed.whole(.getInfo(isExtended: true, expectedLength: 65_536))
            guard response.statusWord == .success else {
                return .failed(expected: "status word 9000", found: hexadecimal(response.statusWord.bytes))
            }
            return response.data == bed.informationBytes
                ? .passed(found: "\(response.data.count) bytes, 9000")
                : .failed(expected: hexadecimal(bed.informationBytes), found: hexadecimal(response.data))
        },
        Check(
            CheckDescription("N05", .card, clause: "11.3.4", "getInfo as a short APDU returns the same bytes", .major),
            on: .card
        ) { bed throws(CheckEnd) in
            try await bed.sameInformation(expectedLengths: [256])
        },
        Check(
            CheckDescription(
                "N08",
                .card,
                clause: "ISO 7816-4, 5.1",
                "getInfo in parts of 1 and 255 bytes is whole",
                .minor
            ),
            on: .card
        ) { bed throws(CheckEnd) in
            try await bed.sameInformation(expectedLengths: [1, 255, 256])
        },
        Check(
            CheckDescription(
                "N07",
                .card,
                clause: "ISO 7816-4, 5.3.3",
                "A chain that another command interrupts does no harm",
                .minor
            ),
            on: .card
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let part = CommandAPDU(cla: 0x90, ins: 0x10, p1: 0, p2: 0, data: [UInt8](repeating: 0xA5, count: 32))
            let first = try await bed.transmit(part)
            guard first.statusWord == .success, first.data.isEmpty else {
                return .failed(expected: "9000 for a part of a chain", found: hexadecimal(first.bytes))
            }
            let other = try await bed.whole(SelectCommand.command(.fido))
            guard other.statusWord == .success || other.statusWord == .lastCommandOfChainExpected else {
                return .failed(expected: "status word 9000 or 6883", found: hexadecimal(other.statusWord.bytes))
            }
            _ = try await bed.whole(SelectCommand.command(.fido))
            return try await bed.isAlive()
                ? .passed(found: "status word \(hexadecimal(other.statusWord.bytes)), getInfo as before")
                : .failed(expected: "getInfo as before", found: "a refusal", severity: .major)
        },
        Check(
            CheckDescription(
                "N11",
                .card,
                clause: "ISO 7816-4, 5.6",
                "Unknown class and instruction are refused",
                .minor
            ),
            on: .card
        ) { bed throws(CheckEnd) in
            let cla = try await bed.transmit(CommandAPDU(cla: 0x20, ins: 0x03, p1: 0, p2: 0, expectedLength: 256))
            guard cla.statusWord == .classNotSupported else {
                return .failed(expected: "6e00 for class 20", found: hexadecimal(cla.statusWord.bytes))
            }
            let ins = try await bed.transmit(CommandAPDU(cla: 0x00, ins: 0xF1, p1: 0, p2: 0, expectedLength: 256))
            guard ins.statusWord == .instructionNotSupported else {
                return .failed(expected: "6d00 for instruction f1", found: hexadecimal(ins.statusWord.bytes))
            }
            return .passed(found: "6e00 and 6d00")
        },
    ]

    /// Chaining, which needs a credential.
    static let chainChecks: [Check] = [
        Check(
            CheckDescription(
                "N06",
                .card,
                clause: "ISO 7816-4, 5.3.3",
                "A request in parts of 240, 16 and 4 bytes has the same effect",
                .major,
                effect: .counter
            ),
            on: .card
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let credential = try await bed.sharedCredential()
            for size in [240, 16, 4] {
                let hash = bed.randomBytes(32)
                var call = GetAssertionCall(rpID: TestBed.rpID, clientDataHash: hash, allowList: [credential.id])
                call.options.userPresence = false
                let response = try await bed.chained(call.message, partByteCount: size)
                guard response.statusWord == .success, response.data.first == 0 else {
                    return .failed(
                        expected: "an assertion for a request in parts of \(size)",
                        found: "status word \(hexadecimal(response.statusWord.bytes))"
                    )
                }
            }
            return .passed(found: "three assertions")
        }
    ]
}

extension CommandAPDU {
    fileprivate static func getInfo(isExtended: Bool, expectedLength: Int) -> CommandAPDU {
        CommandAPDU(
            cla: 0x80,
            ins: 0x10,
            p1: 0,
            p2: 0,
            data: GetInfoCall().message,
            expectedLength: expectedLength,
            isExtended: isExtended
        )
    }
}

extension TestBed {
    func transmit(_ command: CommandAPDU) async throws(CheckEnd) -> ResponseAPDU {
        try await self.transmit((try? command.bytes()) ?? [])
    }

    /// Sends a command and collects the response that `61XX` announces, in parts of these lengths.
    func whole(_ command: CommandAPDU, lengths: [Int] = []) async throws(CheckEnd) -> ResponseAPDU {
        var response = try await self.transmit(command)
        var data = response.data
        var cla = command.cla & 0x80
        var lengths = lengths[...]
        // 65,536 bytes in parts of 256, and some short ones.
        for _ in 0..<300 {
            guard response.statusWord.bytesRemaining != nil else { break }
            let next = CommandAPDU(
                cla: cla,
                ins: PendingResponse.instruction,
                p1: 0,
                p2: 0,
                expectedLength: lengths.first ?? 256
            )
            let part = try await self.transmit(next)
            if cla != 0, part.statusWord == .classNotSupported || part.statusWord == .instructionNotSupported {
                cla = 0
                continue
            }
            lengths = lengths.dropFirst()
            response = part
            data += part.data
        }
        return ResponseAPDU(data: data, response.statusWord)
    }

    /// Sends a CTAP2 message in parts with the chaining bit.
    fileprivate func chained(_ message: [UInt8], partByteCount: Int) async throws(CheckEnd) -> ResponseAPDU {
        var rest = message[...]
        while rest.count > partByteCount {
            let part = CommandAPDU(cla: 0x90, ins: 0x10, p1: 0, p2: 0, data: Array(rest.prefix(partByteCount)))
            let response = try await self.transmit(part)
            guard response.statusWord == .success else { return response }
            rest = rest.dropFirst(partByteCount)
        }
        return try await self.whole(
            CommandAPDU(cla: 0x80, ins: 0x10, p1: 0, p2: 0, data: Array(rest), expectedLength: 256)
        )
    }

    /// getInfo as a short APDU, its response taken in parts of these lengths.
    fileprivate func sameInformation(expectedLengths: [Int]) async throws(CheckEnd) -> CheckOutcome {
        _ = try await self.ctap2Info()
        let response = try await self.whole(
            CommandAPDU.getInfo(isExtended: false, expectedLength: expectedLengths.first ?? 256),
            lengths: Array(expectedLengths.dropFirst())
        )
        return response.statusWord == .success && response.data == self.informationBytes
            ? .passed(found: "\(self.informationBytes.count) bytes, 9000")
            : .failed(
                expected: "9000 and \(hexadecimal(self.informationBytes))",
                found: "\(hexadecimal(response.statusWord.bytes)) and \(hexadecimal(response.data))"
            )
    }
}
