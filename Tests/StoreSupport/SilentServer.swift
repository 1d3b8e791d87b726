import Glibc
import ProgramSupport

/// A port of this machine that accepts connections and never answers.
package final class SilentServer: Sendable {
    package let port: UInt16
    private let descriptor: Int32

    package init() throws {
        self.descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        var length = size
        let descriptor = self.descriptor
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(descriptor, address, size) == 0 && listen(descriptor, 128) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isBound else { throw ProgramError("no port can be listened on") }
        self.port = UInt16(bigEndian: address.sin_port)
    }

    deinit {
        Glibc.close(self.descriptor)
    }
}
