package import FIDOMessages
package import ISO7816

/// The reason why a U2F command has no result.
package enum U2FFault: Error, Equatable, Sendable {
    /// `6985`: the user has to touch the token; the host sends the command again.
    case userMissing
    /// Another status word.
    case refused(StatusWord)
    /// Data that do not match the standard.
    case malformed
}

/// One U2F command; FIDO U2F raw message formats 1.2.
package protocol U2FCall: Sendable {
    /// The result of a successful response.
    associatedtype Result: Sendable

    /// The command.
    var command: CommandAPDU { get }

    /// Reads the data of a successful response.
    func result(of data: [UInt8]) throws(U2FFault) -> Result
}

extension U2FCall {
    /// The payload of CTAPHID_MSG: an extended APDU, section 3.1.
    package var message: [UInt8] {
        var command = self.command
        command.isExtended = true
        command.expectedLength = 65_536
        // Data here have at most 321 bytes, which every form has room for.
        return (try? command.bytes()) ?? []
    }

    /// Reads a whole response.
    package func answer(parsing response: ResponseAPDU) throws(U2FFault) -> Result {
        switch response.statusWord {
        case .success: return try self.result(of: response.data)
        case .conditionsNotSatisfied: throw .userMissing
        default: throw .refused(response.statusWord)
        }
    }

    /// Reads the payload of a CTAPHID_MSG response.
    package func answer(parsing payload: [UInt8]) throws(U2FFault) -> Result {
        guard let response = try? ResponseAPDU(parsing: payload) else { throw .malformed }
        return try self.answer(parsing: response)
    }
}

/// U2F_VERSION, section 6; its result is the version's text.
package struct U2FVersionCall: U2FCall {
    package init() {}

    package var command: CommandAPDU {
        CommandAPDU(cla: 0x00, ins: 0x03, p1: 0x00, p2: 0x00, expectedLength: 256)
    }

    package func result(of data: [UInt8]) throws(U2FFault) -> String {
        String(decoding: data, as: UTF8.self)
    }
}

/// U2F_REGISTER, section 4.
package struct U2FRegisterCall: U2FCall {
    /// The hash of the client data, 32 bytes.
    package let challengeParameter: [UInt8]
    /// The hash of the application or RP ID, 32 bytes.
    package let applicationParameter: [UInt8]

    package init(challengeParameter: [UInt8], applicationParameter: [UInt8]) {
        self.challengeParameter = challengeParameter
        self.applicationParameter = applicationParameter
    }

    package var command: CommandAPDU {
        CommandAPDU(
            cla: 0x00,
            ins: 0x01,
            p1: 0x00,
            p2: 0x00,
            data: self.challengeParameter + self.applicationParameter,
            expectedLength: 256
        )
    }

    package func result(of data: [UInt8]) throws(U2FFault) -> U2FRegistrationData {
        try U2FRegistrationData(data)
    }
}

/// U2F_AUTHENTICATE, section 5.
package struct U2FAuthenticateCall: U2FCall {
    package let challengeParameter: [UInt8]
    package let applicationParameter: [UInt8]
    /// At most 255 bytes, which one byte has to count.
    package let keyHandle: [UInt8]
    package let control: ControlByte

    /// A call; `nil` for a key handle of more than 255 bytes.
    package init?(
        challengeParameter: [UInt8],
        applicationParameter: [UInt8],
        keyHandle: [UInt8],
        control: ControlByte
    ) {
        guard keyHandle.count <= 255 else { return nil }
        self.challengeParameter = challengeParameter
        self.applicationParameter = applicationParameter
        self.keyHandle = keyHandle
        self.control = control
    }

    package var command: CommandAPDU {
        let length = UInt8(truncatingIfNeeded: self.keyHandle.count)
        return CommandAPDU(
            cla: 0x00,
            ins: 0x02,
            p1: self.control.rawValue,
            p2: 0x00,
            data: self.challengeParameter + self.applicationParameter + [length] + self.keyHandle,
            expectedLength: 256
        )
    }

    package func result(of data: [UInt8]) throws(U2FFault) -> U2FAuthenticationData {
        guard data.count > 5 else { throw .malformed }
        return U2FAuthenticationData(
            userPresence: data[0],
            counter: data[1..<5].reduce(0) { $0 &<< 8 | UInt32($1) },
            signature: Array(data[5...])
        )
    }
}

/// The response to U2F_AUTHENTICATE, section 5.4.
package struct U2FAuthenticationData: Equatable, Sendable {
    package let userPresence: UInt8
    package let counter: UInt32
    package let signature: [UInt8]

    /// The assertion of a CTAP2 platform; CTAP 2.1, section 10.3.
    package func assertion(of keyHandle: [UInt8], rpIDHash: [UInt8]) throws(CallFault) -> GivenAssertion {
        let bytes = AuthenticatorData.encoded(
            rpIDHash: rpIDHash,
            flags: self.userPresence & AuthenticatorData.userPresent,
            counter: self.counter
        )
        return GivenAssertion(
            credentialID: keyHandle,
            authenticatorData: try AuthenticatorDataView(parsing: bytes),
            signature: self.signature
        )
    }
}
