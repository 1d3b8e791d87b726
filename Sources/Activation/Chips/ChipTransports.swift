/// How a browser reaches a chip, `AuthenticatorTransport`; Web Authentication level 3, section 5.8.4.
///
/// They are hints for the next login: names that are not known yet are kept, and what cannot be a name is left out.
package struct ChipTransports: Equatable, Sendable {
    /// How many are kept; level 3 has seven.
    private static let maximumCount = 16

    /// The longest name that is kept, in bytes.
    private static let maximumNameByteCount = 32

    /// Each once, in their order.
    package let names: [String]

    /// Those among what a browser says that can be names of transports.
    package init(_ names: [String] = []) {
        var kept: [String] = []
        for name in names where kept.count < Self.maximumCount && Self.isName(name) && !kept.contains(name) {
            kept.append(name)
        }
        self.names = kept
    }

    private static func isName(_ name: String) -> Bool {
        (1...Self.maximumNameByteCount).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default:
                    false
                }
            }
    }
}
