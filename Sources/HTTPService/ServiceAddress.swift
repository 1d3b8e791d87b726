/// A host and a port, as a service listens on it and as a client writes it.
package struct ServiceAddress: Equatable, Sendable, CustomStringConvertible {
    /// A name or an address, IPv6 without brackets.
    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `host`, `host:port` or `[address]:port`, RFC 3986, section 3.2; without a port it is 80.
    package init?(authority: String) {
        var host = authority[...]
        var port = 80
        if host.first == "[" {
            guard let end = host.firstIndex(of: "]") else { return nil }
            let rest = host[host.index(after: end)...]
            host = host[..<end].dropFirst()
            if !rest.isEmpty {
                guard rest.first == ":", let given = Self.port(rest.dropFirst()) else { return nil }
                port = given
            }
            guard !host.isEmpty, host.utf8.allSatisfy(Self.isAddressCharacter) else { return nil }
        } else {
            if let colon = host.lastIndex(of: ":") {
                guard let given = Self.port(host[host.index(after: colon)...]) else { return nil }
                port = given
                host = host[..<colon]
            }
            guard !host.isEmpty, host.utf8.count <= 253, host.utf8.allSatisfy(Self.isNameCharacter) else { return nil }
        }
        self.host = String(host).lowercased()
        self.port = port
    }

    /// Whether only this machine can reach it, RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.3; RFC 6761, section 6.3.
    package var isLoopback: Bool {
        let host = self.host.lowercased()
        if host == "localhost" || host == "::1" || host.hasSuffix(".localhost") {
            return true
        }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    package var description: String {
        self.host.contains(":") ? "[\(self.host)]:\(self.port)" : "\(self.host):\(self.port)"
    }

    /// The line a service prints when it is ready, and scripts wait for.
    package func listeningLine(service: String) -> String {
        "\(service) listening on http://\(self)"
    }

    private static func port(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 5, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return nil
        }
        return Int(text).flatMap { $0 <= 65535 ? $0 : nil }
    }

    private static func isAddressCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"):
            true
        case UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "%"):
            true
        default:
            false
        }
    }

    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default:
            false
        }
    }
}
