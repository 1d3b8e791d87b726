/// A command to a card, ISO 7816-4:2020, section 5.2; on the wire as ISO 7816-3:2006, section 12.1, codes it.
package struct CommandAPDU: Equatable, Sendable {
    /// The class byte.
    package var cla: UInt8

    /// The instruction byte.
    package var ins: UInt8

    /// The first parameter byte.
    package var p1: UInt8

    /// The second parameter byte.
    package var p2: UInt8

    /// The command data field, Nc bytes.
    package var data: [UInt8]

    /// Ne, the most bytes that are expected in answer; `nil` if none are.
    ///
    /// What is a zero on the wire is 256 or 65,536 here.
    package var expectedLength: Int?

    /// Whether lengths are coded in the extended form where both forms would do.
    package var isExtended: Bool

    /// A command with its parts; lengths beyond what the wire can say are refused by ``bytes()``.
    package init(
        cla: UInt8,
        ins: UInt8,
        p1: UInt8,
        p2: UInt8,
        data: [UInt8] = [],
        expectedLength: Int? = nil,
        isExtended: Bool = false
    ) {
        self.cla = cla
        self.ins = ins
        self.p1 = p1
        self.p2 = p2
        self.data = data
        self.expectedLength = expectedLength
        self.isExtended = isExtended
    }

    /// Whether more of the same command follows, ISO 7816-4:2020, section 5.3.3: bit 5 of the class byte.
    ///
    /// Only classes of the interindustry kind and of CTAP's `8X` have that bit; it is read the same in both.
    package var isChained: Bool {
        self.cla & CommandChain.bit != 0
    }

    /// Whether the class is proprietary, ISO 7816-4:2020, section 5.4.1.
    package var isProprietary: Bool {
        self.cla & 0x80 != 0
    }
}
