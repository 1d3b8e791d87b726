import ArgumentParser

/// Where hosts find the chips that are plugged in: `[HOST:]PORT`, this machine if no host is named.
struct USBIPAddress: ExpressibleByArgument, Sendable {
    let host: String
    let port: UInt16

    init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        guard let last = parts.last, let port = UInt16(last) else { return nil }
        let host = argument.dropLast(last.count + 1)
        // An IPv6 address stands in brackets.
        if host.hasPrefix("["), host.hasSuffix("]") {
            self.host = String(host.dropFirst().dropLast())
        } else if parts.count <= 2 {
            self.host = parts.count == 1 ? "127.0.0.1" : String(host)
        } else {
            return nil
        }
        guard !self.host.isEmpty else { return nil }
        self.port = port
    }
}
