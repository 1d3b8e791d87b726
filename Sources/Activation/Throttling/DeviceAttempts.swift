/// What was tried on one device of late.
package struct DeviceAttempts: Equatable, Sendable {
    /// Wrong later codes.
    package internal(set) var codes: AttemptCount

    /// How many of the wrong codes in a row named the device by its serial number; blocks do not begin this row anew.
    package internal(set) var wrongBySerialNumber: UInt32

    /// Failed activations by holders whose password was right.
    package internal(set) var activations: AttemptCount

    package internal(set) var resynchronizations: RequestBucket

    /// None yet, or as they were stored.
    package init(
        codes: AttemptCount = AttemptCount(),
        wrongBySerialNumber: UInt32 = 0,
        activations: AttemptCount = AttemptCount(),
        resynchronizations: RequestBucket = RequestBucket()
    ) {
        self.codes = codes
        self.wrongBySerialNumber = wrongBySerialNumber
        self.activations = activations
        self.resynchronizations = resynchronizations
    }
}
