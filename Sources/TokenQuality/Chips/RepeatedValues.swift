/// Random values that must not appear twice: keys, credential IDs, the *r* of signatures.
package struct RepeatedValues: Sendable {
    private var origins: [[UInt8]: String] = [:]

    package init() {}

    package var count: Int { self.origins.count }

    /// Takes a value, and gives the origin of the same value before; `nil` if it is new.
    package mutating func take(_ value: [UInt8], from origin: String) -> String? {
        if let before = self.origins[value] { return before }
        self.origins[value] = origin
        return nil
    }
}

/// Parts of an ECDSA signature in DER; RFC 3279, section 2.2.3.
package enum SignatureParts {
    /// The integer *r* without leading zeros; `nil` for bytes of another form.
    package static func r(of signature: [UInt8]) -> [UInt8]? {
        guard signature.count >= 4, signature[0] == 0x30, signature[2] == 0x02 else { return nil }
        let end = 4 + Int(signature[3])
        guard signature[3] < 0x80, signature.count >= end else { return nil }
        return Array(signature[4..<end].drop { $0 == 0 })
    }
}
