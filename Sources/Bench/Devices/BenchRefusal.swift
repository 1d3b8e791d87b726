package import OTPCore

/// What the bench does not do.
package enum BenchRefusal: Error, Equatable {
    case unknownDevice(SerialNumber)
    case serialExists(SerialNumber)
    case unknownButton(String, known: [String])
    case clockOutOfRange
    /// A snapshot would take an HOTP counter back, so that codes would be shown a second time.
    case counterRollback(stored: UInt64, given: UInt64)
    case otherKind(DeviceKind)
    /// What was asked for is part of other kinds of device only.
    case notOfThisKind(SerialNumber, DeviceKind)
    case impossibleState
    /// A chip is asked for something by a way that it is not connected by.
    case notConnected(SerialNumber)
    /// Nothing that could be understood came from a chip.
    case noAnswer(SerialNumber)
    /// An attestation key or its certificates cannot be used.
    case unusableAttestation(SnapshotFault)
    case notStored(StoreError)
    case noRandomness
}
