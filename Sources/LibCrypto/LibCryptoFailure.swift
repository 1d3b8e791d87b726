import CLibCrypto

/// A call into libcrypto that failed: which one, and the library's reason.
///
/// The reason names an algorithm, a length or a memory limit, never the bytes that were worked on.
package struct LibCryptoFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The libcrypto function that refused.
    package let function: String

    /// The packed error code as `ERR_get_error` gives it; 0 if the library left none.
    package let code: UInt

    /// Takes the oldest entry of this thread's error queue and leaves the queue empty for the next caller.
    init(_ function: String) {
        self.function = function
        self.code = ERR_get_error()
        ERR_clear_error()
    }

    package var description: String {
        guard self.code != 0, let reason = unsafe ERR_reason_error_string(self.code) else {
            return "\(self.function) failed"
        }
        return unsafe "\(self.function) failed: \(String(cString: reason))"
    }
}
