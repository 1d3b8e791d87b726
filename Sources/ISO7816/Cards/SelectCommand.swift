/// SELECT by name, ISO 7816-4:2020, section 11.2.2: INS `A4`, P1 `04`.
package struct SelectCommand: Equatable, Sendable {
    /// SELECT's instruction byte.
    package static let instruction: UInt8 = 0xA4

    /// The name of the application, whole or cut off at its right end.
    package let name: [UInt8]

    /// Reads the name out of a command, or says why it is not a selection by name.
    package init(_ command: CommandAPDU) throws(SelectError) {
        guard command.ins == Self.instruction, !command.isProprietary else { throw .notASelection }
        // P2: the first or only occurrence, with or without control information in answer; others need a card with files.
        guard command.p1 == 0x04, command.p2 & 0xF3 == 0 else { throw .unsupportedParameters }
        guard (1...16).contains(command.data.count) else { throw .wrongNameLength }
        self.name = command.data
    }

    /// SELECT as a reader sends it.
    package static func command(_ identifier: ApplicationIdentifier) -> CommandAPDU {
        CommandAPDU(
            cla: 0x00,
            ins: self.instruction,
            p1: 0x04,
            p2: 0x00,
            data: identifier.bytes,
            expectedLength: 256
        )
    }
}
