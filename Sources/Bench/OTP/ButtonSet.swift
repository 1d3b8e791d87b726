/// The buttons that are down, in two bytes: a bench holds thousands of devices.
struct ButtonSet: Equatable, Sendable {
    private var bits: UInt16 = 0

    func contains(_ button: OTPButton) -> Bool {
        self.bits & Self.bit(of: button) != 0
    }

    mutating func insert(_ button: OTPButton) {
        self.bits |= Self.bit(of: button)
    }

    mutating func remove(_ button: OTPButton) {
        self.bits &= ~Self.bit(of: button)
    }

    private static func bit(of button: OTPButton) -> UInt16 {
        switch button {
        case .main: 1 << 15
        case .red: 1 << 14
        case .digit(let digit): 1 << min(UInt16(digit), 13)
        }
    }
}
