package import OTPCore

/// What the bench does not do.
package enum BenchRefusal: Error, Equatable {
    case unknownDevice(SerialNumber)
    case serialExists(SerialNumber)
    case unknownButton(String, known: [String])
    case clockOutOfRange
    /// A snapshot would take an HOTP counter back, so that codes would be shown a second time.
    case counterRollback(stored: UInt64, given: UInt64)
    case otherKind(OTPKind)
    case impossibleState
    case notStored(StoreError)
    case noRandomness
}
