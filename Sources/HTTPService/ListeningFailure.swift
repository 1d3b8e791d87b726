import Foundation
import NIOCore

/// Error of a service that cannot listen on its address, with advice.
package struct ListeningFailure: CustomStringConvertible {
    package let description: String

    /// - Parameters:
    ///   - error: What the attempt to listen has thrown.
    ///   - host: The name or address.
    ///   - port: The port.
    ///   - option: The option that chooses another port.
    package init(_ error: any Error, host: String, port: Int, option: String) {
        switch error {
        case let error as IOError:
            self.description = Self.sentence(error.errnoCode, host, port, option)
        case is SocketAddressError.UnknownHost:
            self.description = "there is no host \(host)"
        default:
            self.description = "cannot listen on \(host), port \(port): \(error)"
        }
    }

    private static func sentence(_ code: Int32, _ host: String, _ port: Int, _ option: String) -> String {
        switch code {
        case EADDRINUSE: "port \(port) of \(host) is in use by another program; choose one with \(option)"
        case EACCES, EPERM: "this user may not listen on port \(port); choose one above 1023 with \(option)"
        case EADDRNOTAVAIL: "this machine has no address \(host)"
        default:
            "cannot listen on \(host), port \(port): "
                + (POSIXErrorCode(rawValue: code).map { POSIXError($0).localizedDescription } ?? "error \(code)")
        }
    }
}
