import FIDOClient
import FIDOMessages
import TokenQuality

extension Check {
    /// Setting and changing the PIN.
    static let pinSettingChecks: [Check] = [
        Check(
            CheckDescription(
                "P03",
                .pin,
                clause: "6.5.5.5",
                "A PIN of 3 characters and one of 64 bytes are refused",
                .major,
                effect: .pin
            )
        ) { bed throws(CheckEnd) in
            try await bed.requireNoPIN()
            for (pin, name) in [(Array("135".utf8), "3 characters"), ([UInt8](repeating: 0x37, count: 64), "64 bytes")]
            {
                try bed.willChange("sets a PIN of \(name), which has to be refused")
                let status = try await bed.setPIN(pin)
                guard status == .pinPolicyViolation else {
                    return .failed(
                        expected: "status 37 for a PIN of \(name)",
                        found: "status \(hexadecimal([status.rawValue]))"
                    )
                }
            }
            return .passed(found: "status 37 twice")
        },
        Check(
            CheckDescription("P04", .pin, clause: "6.5.5.5", "A PIN is set once", .major, effect: .pin)
        ) { bed throws(CheckEnd) in
            try await bed.requireNoPIN()
            let pin = try bed.givenPIN()
            let minimum = try await bed.ctap2Info().minimumPINLength ?? 4
            guard UInt64(pin.count { $0 & 0xC0 != 0x80 }) >= minimum else {
                return .skipped(reason: "the PIN of --pin-file has fewer than \(minimum) characters")
            }
            try bed.willChange("sets the PIN of --pin-file, which stays until a reset")
            let status = try await bed.setPIN(pin)
            guard status == .success else {
                return .failed(expected: "status 00", found: "status \(hexadecimal([status.rawValue]))")
            }
            bed.changes.pin = .right
            guard try await bed.renewedInfo().option("clientPin") == true else {
                return .failed(expected: "clientPin true in getInfo", found: "clientPin false")
            }
            try bed.willChange("sets the PIN again, which has to be refused")
            let second = try await bed.setPIN(pin)
            return second == .pinAuthInvalid
                ? .passed(found: "set; status 33 the second time")
                : .failed(
                    expected: "status 33 the second time",
                    found: "status \(hexadecimal([second.rawValue]))",
                    severity: second == .success ? .critical : nil
                )
        },
    ]

    /// The change of the PIN to another and back.
    static let pinChangeChecks: [Check] = [
        Check(
            CheckDescription(
                "P12",
                .pin,
                clause: "6.5.5.6",
                "After a change the old PIN is wrong",
                .major,
                effect: .pin
            )
        ) { bed throws(CheckEnd) in
            let pin = try await bed.verifiedPIN()
            guard pin.count * 2 <= 63 else { return .skipped(reason: "the PIN of --pin-file has more than 31 bytes") }
            try bed.willChange("changes the PIN to that of --pin-file written twice, until it is changed back")
            var status = try await bed.changePIN(pin, to: pin + pin)
            guard status == .success else {
                return .failed(expected: "status 00", found: "status \(hexadecimal([status.rawValue]))")
            }
            try bed.willChange("sends the old PIN, which costs a try")
            let (answer, before, after) = try await bed.spendTry(on: pin)
            try bed.willChange("changes the PIN back to that of --pin-file")
            status = try await bed.changePIN(pin + pin, to: pin)
            guard status == .success else {
                bed.changes.pin = .wrong
                return .failed(
                    expected: "status 00 for the change back; the PIN is that of --pin-file written twice",
                    found: "status \(hexadecimal([status.rawValue]))"
                )
            }
            guard case .refused(.pinInvalid) = answer else {
                return .failed(expected: "status 31 for the old PIN", found: answer.text, severity: .critical)
            }
            return after < before && before - after == 1
                ? .passed(found: "status 31, and changed back")
                : .failed(expected: "\(before &- 1) tries after the old PIN", found: "\(after) tries")
        }
    ]
}

extension TestBed {
    /// Ends the check for a token with a PIN, or one that may not get one.
    fileprivate func requireNoPIN() async throws(CheckEnd) {
        switch try await self.ctap2Info().option("clientPin") {
        case .none: throw .outcome(.skipped(reason: "the token has no clientPin"))
        case .some(true): throw .outcome(.skipped(reason: "the token has a PIN"))
        case .some(false): try await self.requireChange(.pin)
        }
    }

    /// The right PIN of a token that may spend tries; others end the check.
    func verifiedPIN() async throws(CheckEnd) -> [UInt8] {
        guard try await self.ctap2Info().option("clientPin") != nil else {
            throw .outcome(.skipped(reason: "the token has no clientPin"))
        }
        try await self.requireChange(.pin)
        _ = try await self.infoWithPIN()
        let pin = try self.givenPIN()
        if self.changes.pin == .unknown {
            var token = try await self.pinToken(.getAssertion, rpID: Self.rpID)
            token.wipe()
        }
        return pin
    }

    fileprivate func setPIN(_ pin: [UInt8]) async throws(CheckEnd) -> CTAP2StatusCode {
        var session = try await self.pinSession()
        defer { session.wipe() }
        return try await self.status(of: session.setPIN(pin.span, &self.changes.cryptography))
    }

    fileprivate func changePIN(_ pin: [UInt8], to newPIN: [UInt8]) async throws(CheckEnd) -> CTAP2StatusCode {
        var session = try await self.pinSession()
        defer { session.wipe() }
        return try await self.status(of: session.changePIN(pin.span, to: newPIN.span, &self.changes.cryptography))
    }

    private func status(of call: ClientPINCall?) async throws(CheckEnd) -> CTAP2StatusCode {
        guard let call else { throw .outcome(.inconclusive(reason: "libcrypto has no memory")) }
        let response = try await self.response(call.message)
        guard let byte = response.first else {
            throw .outcome(.failed(expected: "a status", found: "a response without a status"))
        }
        return CTAP2StatusCode(rawValue: byte)
    }
}
