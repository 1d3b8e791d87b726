/// A transfer that has ended: Linux, `USBIP_RET_SUBMIT`.
package struct URBCompletion: Equatable, Sendable {
    package var sequence: UInt32
    package var status: URBStatus
    /// How many bytes went one way or the other.
    package var length: Int
    /// Those that go to the host.
    package var data: [UInt8]

    /// A transfer to the host that succeeded.
    package init(sequence: UInt32, sending data: [UInt8]) {
        self.sequence = sequence
        self.status = .success
        self.length = data.count
        self.data = data
    }

    /// A transfer from the host that succeeded.
    package init(sequence: UInt32, takenLength: Int) {
        self.sequence = sequence
        self.status = .success
        self.length = takenLength
        self.data = []
    }

    /// A transfer that failed.
    package init(sequence: UInt32, failing status: URBStatus) {
        self.sequence = sequence
        self.status = status
        self.length = 0
        self.data = []
    }
}
