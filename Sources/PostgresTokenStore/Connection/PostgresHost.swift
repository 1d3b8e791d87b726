import Dispatch
import Foundation
import Glibc
import Synchronization

/// A server of an address, by name, by number, or by the folder of its socket.
struct PostgresHost: Sendable, CustomStringConvertible {
    /// `nil` for libpq's default, a socket of this machine.
    let name: String?

    /// The IP address to use instead of looking the name up.
    let number: String?
    let port: String

    /// The hosts that options name, as `host=a,b&port=1,2` or `a:1,b:2` do.
    static func list(_ options: PostgresOptions) throws(PostgresAddressError) -> [PostgresHost] {
        let names = Self.elements(options["host"])
        let numbers = Self.elements(options["hostaddr"])
        // libpq has checked that the lists are of the same length.
        let count = max(names.count, numbers.count, 1)
        let ports = Self.elements(options["port"])
        return try (0..<count).map { index throws(PostgresAddressError) in
            let given = ports.count == 1 ? ports[0] : ports.count == count ? ports[index] : ""
            let port = given.isEmpty ? "5432" : given
            guard let value = UInt16(port.trimmingCharacters(in: .whitespaces)), value > 0 else {
                // Not repeated: it may be a password whose address lacks a user.
                throw .unusable(reason: "a port is no number from 1 to 65535")
            }
            return PostgresHost(
                name: index < names.count ? names[index] : nil,
                number: index < numbers.count && !numbers[index].isEmpty ? numbers[index] : nil,
                port: "\(value)"
            )
        }
    }

    private static func elements(_ list: String?) -> [String] {
        list.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) } ?? []
    }

    var description: String {
        let host = self.name ?? self.number ?? ""
        let shown = host.contains(":") ? "[\(host)]" : host
        return self.port == "5432" ? shown : "\(shown):\(self.port)"
    }

    /// The IP addresses to try in turn; `nil` is a socket of this machine.
    ///
    /// libpq can look the name up itself, but without a time limit, and only its blocking calls go on from an address that does
    /// not answer to the next one of the same name.
    func addresses(within limit: Duration) throws(PostgresError) -> [String?] {
        if let number = self.number { return [number] }
        guard let name = self.name, !name.isEmpty, !name.hasPrefix("/"), !name.hasPrefix("@") else { return [nil] }
        let lookup = Lookup()
        let isDone = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            lookup.run(name)
            isDone.signal()
        }
        guard isDone.wait(timeout: .now() + limit / .seconds(1)) == .success, let result = lookup.result else {
            throw PostgresError(kind: .disconnected, message: "the name \"\(name)\" was not looked up in time")
        }
        return try result.get()
    }

    /// A look-up of a name, on a thread of its own because it has no time limit.
    private final class Lookup: Sendable {
        private let found = Mutex<Result<[String?], PostgresError>?>(nil)

        var result: Result<[String?], PostgresError>? { self.found.withLock { $0 } }

        func run(_ name: String) {
            var hints = unsafe addrinfo()
            unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
            unsafe hints.ai_flags = AI_ADDRCONFIG
            var list: UnsafeMutablePointer<addrinfo>?
            let status = unsafe getaddrinfo(name, nil, &hints, &list)
            guard status == 0 else {
                let reason = unsafe String(cString: gai_strerror(status))
                self.found.withLock { found in
                    found = .failure(PostgresError(kind: .disconnected, message: "\(name): \(reason)"))
                }
                return
            }
            defer { unsafe freeaddrinfo(list) }
            var addresses: [String?] = []
            var next = unsafe list
            while let entry = unsafe next {
                var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
                let size = socklen_t(text.count)
                let (address, length) = unsafe (entry.pointee.ai_addr, entry.pointee.ai_addrlen)
                if unsafe getnameinfo(address, length, &text, size, nil, 0, NI_NUMERICHOST) == 0 {
                    let digits = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
                    addresses.append(String(decoding: digits, as: UTF8.self))
                }
                unsafe next = entry.pointee.ai_next
            }
            self.found.withLock { $0 = .success(addresses) }
        }
    }
}
