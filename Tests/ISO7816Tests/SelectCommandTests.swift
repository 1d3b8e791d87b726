import ISO7816
import Testing

/// Selecting an application by its name, ISO 7816-4:2020, section 11.2.2.
struct SelectCommandTests {
    @Test func aReaderSelectsFIDO() throws {
        let command = SelectCommand.command(.fido)
        #expect(
            try command.bytes() == [0x00, 0xA4, 0x04, 0x00, 8, 0xA0, 0x00, 0x00, 0x06, 0x47, 0x2F, 0x00, 0x01, 0x00]
        )
        let selection = try SelectCommand(command)
        #expect(ApplicationIdentifier.fido.isNamed(by: selection.name))
    }

    @Test(arguments: [[0xA0, 0x00, 0x00, 0x06, 0x47], [0xA0, 0x00, 0x00, 0x06, 0x47, 0x2F, 0x00, 0x02], []])
    func anotherNameIsAnotherApplication(_ name: [UInt8]) {
        #expect(!ApplicationIdentifier.fido.isNamed(by: name))
    }

    @Test func whatIsNoSelectionByNameIsNamed() {
        func select(cla: UInt8 = 0, ins: UInt8 = 0xA4, p1: UInt8 = 4, p2: UInt8 = 0, count: Int = 8) -> CommandAPDU {
            CommandAPDU(cla: cla, ins: ins, p1: p1, p2: p2, data: [UInt8](repeating: 1, count: count))
        }
        #expect(throws: SelectError.notASelection) { try SelectCommand(select(ins: 0xB0)) }
        #expect(throws: SelectError.notASelection) { try SelectCommand(select(cla: 0x80)) }
        #expect(throws: SelectError.unsupportedParameters) { try SelectCommand(select(p1: 0)) }
        #expect(throws: SelectError.unsupportedParameters) { try SelectCommand(select(p2: 2)) }
        #expect(throws: SelectError.wrongNameLength) { try SelectCommand(select(count: 0)) }
        #expect(throws: SelectError.wrongNameLength) { try SelectCommand(select(count: 17)) }
        #expect(throws: Never.self) { try SelectCommand(select(p2: 0x0C)) }
        #expect(SelectError.unsupportedParameters.statusWord == .wrongParameters)
    }

    @Test(arguments: [(4, false), (5, true), (16, true), (17, false)])
    func aNameHas5To16Bytes(_ byteCount: Int, _ isName: Bool) {
        #expect((ApplicationIdentifier([UInt8](repeating: 1, count: byteCount)) != nil) == isName)
    }
}
