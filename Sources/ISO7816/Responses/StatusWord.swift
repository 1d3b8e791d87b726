/// SW1-SW2, ISO 7816-4:2020, section 5.6; every value is kept, the names are the ones that are used here.
///
/// It is thrown where a command is refused with it.
package struct StatusWord: RawRepresentable, Error, Hashable, Sendable {
    /// SW1 above SW2.
    package var rawValue: UInt16

    /// A status word of any value.
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// A status word of its two bytes.
    package init(sw1: UInt8, sw2: UInt8) {
        self.rawValue = UInt16(sw1) << 8 | UInt16(sw2)
    }

    /// Both bytes as they go over the wire.
    package var bytes: [UInt8] {
        [self.sw1, self.sw2]
    }

    /// The first status byte.
    package var sw1: UInt8 {
        UInt8(truncatingIfNeeded: self.rawValue >> 8)
    }

    /// The second status byte.
    package var sw2: UInt8 {
        UInt8(truncatingIfNeeded: self.rawValue)
    }

    /// `9000`: done.
    package static let success = StatusWord(rawValue: 0x9000)

    /// `6700`: Lc or Le does not fit the command.
    package static let wrongLength = StatusWord(rawValue: 0x6700)

    /// `6883`: a chain was broken off by another command.
    package static let lastCommandOfChainExpected = StatusWord(rawValue: 0x6883)

    /// `6884`: chaining is not supported here.
    package static let chainingNotSupported = StatusWord(rawValue: 0x6884)

    /// `6982`: what the command needs to be allowed has not happened.
    package static let securityStatusNotSatisfied = StatusWord(rawValue: 0x6982)

    /// `6985`: the conditions of use are not met; in U2F, a touch is missing.
    package static let conditionsNotSatisfied = StatusWord(rawValue: 0x6985)

    /// `6986`: the command is not allowed.
    package static let commandNotAllowed = StatusWord(rawValue: 0x6986)

    /// `6A80`: the data field does not make sense; in U2F, the key handle is not one of this token.
    package static let wrongData = StatusWord(rawValue: 0x6A80)

    /// `6A82`: there is no such file or application.
    package static let fileNotFound = StatusWord(rawValue: 0x6A82)

    /// `6A84`: there is no memory left.
    package static let notEnoughMemory = StatusWord(rawValue: 0x6A84)

    /// `6A86`: P1-P2 make no sense.
    package static let wrongParameters = StatusWord(rawValue: 0x6A86)

    /// `6D00`: the instruction is unknown.
    package static let instructionNotSupported = StatusWord(rawValue: 0x6D00)

    /// `6E00`: the class is unknown.
    package static let classNotSupported = StatusWord(rawValue: 0x6E00)

    /// `6F00`: something went wrong, and nothing more precise is known.
    package static let noPreciseDiagnosis = StatusWord(rawValue: 0x6F00)

    /// `61XX`: so many bytes are still to be fetched with GET RESPONSE; 256 or more read `6100`.
    package static func bytesRemaining(_ byteCount: Int) -> StatusWord {
        StatusWord(sw1: 0x61, sw2: byteCount > 255 ? 0 : UInt8(truncatingIfNeeded: byteCount))
    }

    /// How many bytes GET RESPONSE would fetch next if this is `61XX`, else `nil`.
    package var bytesRemaining: Int? {
        guard self.sw1 == 0x61 else { return nil }
        return self.sw2 == 0 ? 256 : Int(self.sw2)
    }
}

extension StatusWord: CustomStringConvertible {
    /// The four figures that data sheets print.
    package var description: String {
        var text = ""
        for shift in [12, 8, 4, 0] as [UInt16] {
            let nibble = UInt8(truncatingIfNeeded: self.rawValue >> shift & 0xF)
            let ascii = nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
            text.unicodeScalars.append(Unicode.Scalar(ascii))
        }
        return text
    }
}
