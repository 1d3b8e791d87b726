import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages
import Testing

/// Where CTAP 2.0 and CTAP 2.1 differ in codes and in what they know; the clauses are beside `CTAP2Rules`.
@Suite("CTAP 2.0 and CTAP 2.1")
struct EditionTests {
    @Test("the option uv without a built-in method", arguments: [0x01, 0x02] as [UInt8])
    func userVerification(command: UInt8) throws {
        let found = try Editions.statuses { platform in
            var request = try Editions.request(command, &platform)
            request.setOption("uv", true)
            return platform.status(request.message)
        }
        #expect(found == [.unsupportedOption, .invalidOption])
    }

    @Test("the option uv beside a token", arguments: [0x01, 0x02] as [UInt8])
    func userVerificationBesideToken(command: UInt8) throws {
        let found = try Editions.statuses { platform in
            var request = try Editions.request(command, &platform)
            try platform.setPIN("1234", 1)
            request.setOption("uv", true)
            return platform.status(try platform.token("1234", nil, rpID: nil, 1).authorize(request).message)
        }
        #expect(found == [.unsupportedOption, .success])
    }

    @Test("options that are not this command's")
    func options() throws {
        for (command, option, expected) in [
            (0x01, "up", [.invalidOption, .success]), (0x02, "rk", [.invalidOption, .unsupportedOption]),
        ] as [(UInt8, String, [CTAP2StatusCode])] {
            let found = try Editions.statuses { platform in
                var request = try Editions.request(command, &platform)
                request.setOption(option, true)
                return platform.status(request.message)
            }
            #expect(found == expected, "\(option)")
        }
    }

    @Test("a PIN protocol that is missing or not known", arguments: [0x01, 0x02] as [UInt8])
    func pinProtocol(command: UInt8) throws {
        for (number, expected) in [
            (nil, [.pinAuthInvalid, .missingParameter]), (7, [.pinAuthInvalid, .invalidParameter]),
        ] as [(Int64?, [CTAP2StatusCode])] {
            let found = try Editions.statuses { platform in
                var request = try Editions.request(command, &platform)
                let first: Int64 = command == 0x01 ? 8 : 6
                request[first] = .bytes([UInt8](repeating: 1, count: 16))
                request[first + 1] = number.map { .number($0) }
                return platform.status(request.message)
            }
            #expect(found == expected)
        }
    }

    @Test("a credential that is not discoverable, without the PIN's word")
    func unverified() throws {
        let found = try Editions.statuses { platform in
            try platform.setPIN("1234", 1)
            return platform.status(Request.makeCredential().message)
        }
        #expect(found == [.pinRequired, .success])
    }

    @Test("clientPIN's protocol, subcommands and members")
    func clientPIN() throws {
        var retries = Request(0x06)
        retries[2] = .number(1)
        #expect(try Editions.statuses { $0.status(retries.message) } == [.missingParameter, .success])
        var unknown = Request(0x06)
        unknown[1] = .number(1)
        unknown[2] = .number(0x17)
        #expect(try Editions.statuses { $0.status(unknown.message) } == [.invalidParameter, .invalidSubcommand])
        // Permissions and an RP ID are no members of CTAP 2.0's: ignored, whatever they are.
        for (member, value) in [(Int64(9), Parameter.number(1)), (10, .text("x")), (9, .boolean(true))] {
            let found = try Editions.statuses { platform in
                try platform.setPIN("1234", 1)
                let session = try PINSession(1, with: &platform)
                var request = try session.getToken("1234")
                request[member] = value
                return platform.status(request.message)
            }
            #expect(found[0] == .success)
            #expect(found[1] == (value.encoded == [0xf5] ? .cborUnexpectedType : .invalidParameter))
        }
        // With permissions there is no such subcommand.
        let permitted = try Editions.statuses { platform in
            try platform.setPIN("1234", 1)
            let session = try PINSession(1, with: &platform)
            return platform.status(try session.getToken("1234", permissions: 2, rpID: "x").message)
        }
        #expect(permitted == [.invalidParameter, .success])
    }

    @Test("members of makeCredential that one edition knows")
    func makeCredentialMembers() throws {
        for (member, value, expected) in [
            (10, .number(1), [.success, .invalidParameter]), (10, .text("1"), [.success, .cborUnexpectedType]),
            (11, .number(1), [.success, .cborUnexpectedType]), (12, .number(1), [.success, .success]),
        ] as [(Int64, Parameter, [CTAP2StatusCode])] {
            let found = try Editions.statuses { platform in
                var request = Request.makeCredential()
                request[member] = value
                return platform.status(request.message)
            }
            #expect(found == expected)
        }
    }

    @Test(
        "the shortest PIN has four bytes, or four code points",
        arguments: [
            ("ææ", [.success, .pinPolicyViolation]), ("æ1", [.pinPolicyViolation, .pinPolicyViolation]),
            ("ææææ", [.success, .success]), ("123", [.pinPolicyViolation, .pinPolicyViolation]),
        ] as [(String, [CTAP2StatusCode])]
    )
    func shortestPIN(pin: String, expected: [CTAP2StatusCode]) throws {
        let found = try Editions.statuses { platform in
            let session = try PINSession(1, with: &platform)
            return platform.status(try session.setPIN(pin).message)
        }
        #expect(found == expected)
    }

    @Test(
        "a new PIN's padding",
        arguments: [
            (48, [], [.pinPolicyViolation, .invalidParameter]), (80, [], [.success, .invalidParameter]),
            (64, [(40, 7)], [.success, .pinPolicyViolation]), (272, [], [.pinPolicyViolation, .invalidParameter]),
        ] as [(Int, [(Int, UInt8)], [CTAP2StatusCode])]
    )
    func padding(count: Int, others: [(Int, UInt8)], expected: [CTAP2StatusCode]) throws {
        let found = try Editions.statuses { platform in
            let session = try PINSession(1, with: &platform)
            var padded = Array("1234".utf8) + [UInt8](repeating: 0, count: count - 4)
            for (index, byte) in others { padded[index] = byte }
            let encrypted = try session.encrypted(padded)
            var request = try session.setPIN("1234")
            request[5] = .bytes(encrypted)
            request[4] = .bytes(session.authentication(of: encrypted))
            let status = platform.status(request.message)
            if status == .success { #expect(try platform.tryPIN("1234", 1) == .success) }
            return status
        }
        #expect(found == expected)
    }

    @Test("the state of a power cycle")
    func powerCycle() throws {
        for (edition, expected) in [(CTAP2Level.ctap20, nil), (.ctap21, true)] as [(CTAP2Level, Bool?)] {
            var platform = try Editions.platform(edition)
            try platform.setPIN("1234", 1)
            for _ in 0..<3 { _ = try platform.tryPIN("0000", 1) }
            var request = Request(0x06)
            request[1] = .number(1)
            request[2] = .number(1)
            let answer = try platform.answer(request.message)
            #expect(answer[3]?.unsignedInteger == 5)
            #expect(answer[4]?.boolean == expected)
        }
    }

    @Test("authenticatorSelection")
    func selection() throws {
        #expect(try Editions.statuses { $0.status(Request.selection.message) } == [.invalidCommand, .success])
    }

    @Test("no status that CTAP 2.0 does not have")
    func codesOfCTAP20() throws {
        var platform = try Editions.platform(.ctap20)
        for command in 0...0xff as ClosedRange<UInt8> {
            for subcommand: Int64? in [nil, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 99] {
                var request = Request(command)
                if let subcommand {
                    request[1] = .number(1)
                    request[2] = .number(subcommand)
                }
                let status = platform.status(request.message)
                // CTAP 2.0, section 6.3, ends with 3b and 7f.
                #expect(status.rawValue <= 0x3b || status == .other, "\(command) \(String(describing: subcommand))")
            }
        }
    }
}
