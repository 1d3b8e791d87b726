/// The buttons that are down, in two bytes: a bench holds thousands of devices.
struct ButtonSet: Equatable, Sendable {
    private var bits: UInt16 = 0

    func contains(_ button: DeviceButton) -> Bool {
        self.bits & Self.bit(of: button) != 0
    }

    mutating func insert(_ button: DeviceButton) {
        self.bits |= Self.bit(of: button)
    }

    mutating func remove(_ button: DeviceButton) {
        self.bits &= ~Self.bit(of: button)
    }

    private static func bit(of button: DeviceButton) -> UInt16 {
        switch button {
        case .main: 1 << 15
        case .red: 1 << 14
        case .digit(let digit): 1 << min(UInt16(digit), 13)
        }
    }
}
