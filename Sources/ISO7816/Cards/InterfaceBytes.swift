/// TA, TB and TC of one group of an answer to reset, ISO 7816-3:2006, section 8.2.3; each may be absent.
package struct InterfaceBytes: Equatable, Sendable {
    /// TA.
    package var ta: UInt8?

    /// TB.
    package var tb: UInt8?

    /// TC.
    package var tc: UInt8?

    /// A group of interface bytes, none unless given.
    package init(ta: UInt8? = nil, tb: UInt8? = nil, tc: UInt8? = nil) {
        self.ta = ta
        self.tb = tb
        self.tc = tc
    }

    /// The high half of the T0 or TD before this group.
    func indicator(isFollowed: Bool) -> UInt8 {
        (self.ta == nil ? 0 : 0x10) | (self.tb == nil ? 0 : 0x20) | (self.tc == nil ? 0 : 0x40)
            | (isFollowed ? 0x80 : 0)
    }

    var bytes: [UInt8] {
        [self.ta, self.tb, self.tc].compactMap { $0 }
    }
}
