/// Explanations for a token that knows the credential of an earlier one.
package enum HandleOrigin: Equatable, Sendable {
    /// Another token with the same secrets.
    case copy(reason: String)
    /// The earlier token put in again, or a copy that nothing tells apart.
    case sameOrCopy

    /// The explanation by serial numbers and the signature counter.
    ///
    /// A token put in again goes on counting where it stopped. A copy counts for itself.
    ///
    /// - Parameters:
    ///   - earlier: The credential as the earlier token had it.
    ///   - serialNumber: The serial number of the token at hand.
    ///   - counter: The counter that the token at hand has shown with the credential.
    /// - Returns: The explanation.
    package static func of(_ earlier: Tray.KnownHandle, serialNumber: String?, counter: UInt32?) -> HandleOrigin {
        if let before = earlier.serialNumber, let serialNumber, before != serialNumber {
            return .copy(reason: "its serial number is \(serialNumber), not \(before)")
        }
        if let before = earlier.handle.counter, let counter, before > 0, counter <= before {
            return .copy(reason: "its counter stands at \(counter), and \(earlier.label) was at \(before) already")
        }
        return .sameOrCopy
    }
}
