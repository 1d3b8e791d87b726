/// The board's first UART: bytes in are presses and settings, bytes out are what the display shows.
package enum SerialPort {
    #if arch(arm)
    // CMSDK APB UART, Arm DDI 0479D, section 4.3.
    private static let data = Register<UInt32>(at: 0x4000_4000)
    private static let state = Register<UInt32>(at: 0x4000_4004)
    private static let control = Register<UInt32>(at: 0x4000_4008)
    private static let baudDivider = Register<UInt32>(at: 0x4000_4010)

    package static func start() {
        self.baudDivider.store(16)
        self.control.store(0b11)
    }

    /// The next byte if one has arrived.
    package static func poll() -> UInt8? {
        self.state.load() & 0b10 == 0 ? nil : UInt8(truncatingIfNeeded: self.data.load())
    }

    package static func write(_ byte: UInt8) {
        while self.state.load() & 0b01 != 0 {}
        self.data.store(UInt32(byte))
    }
    #elseif arch(riscv32)
    // NS16550A, Texas Instruments SLLS597, section 8.
    private static let data = Register<UInt8>(at: 0x1000_0000)
    private static let lineStatus = Register<UInt8>(at: 0x1000_0005)

    package static func start() {}

    /// The next byte if one has arrived.
    package static func poll() -> UInt8? {
        self.lineStatus.load() & 0x01 == 0 ? nil : self.data.load()
    }

    package static func write(_ byte: UInt8) {
        while self.lineStatus.load() & 0x20 == 0 {}
        self.data.store(byte)
    }
    #endif

    package static func write(_ text: StaticString) {
        for offset in 0..<text.utf8CodeUnitCount {
            unsafe self.write(text.utf8Start[offset])
        }
    }
}
