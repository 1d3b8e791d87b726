/// The properties that a buyer has ordered; `nil` where nothing is asked.
package struct ChipProfile: Equatable, Sendable {
    package var name = ""

    /// 16 bytes.
    package var aaguid: [UInt8]?
    package var versions: [String]?
    package var extensions: [String]?
    package var options: [Option]?
    package var transports: [String]?
    package var algorithms: [Int64]?
    package var pinProtocols: [UInt64]?
    package var firmwareVersions: ClosedRange<UInt64>?

    /// Room for discoverable credentials on a token that has none.
    package var discoverableCredentials: UInt64?

    package var answerToReset: [UInt8]?
    package var usbVendor: UInt16?
    package var usbProduct: UInt16?

    /// The attestation statement format, such as `packed`.
    package var attestationFormat: String?

    /// The subject of the attestation certificate as RFC 2253 writes names.
    package var attestationSubject: String?

    /// The longest times that the 95th percentile may have, in microseconds.
    package var roundTripLimit: UInt64?
    package var assertionLimit: UInt64?
    package var powerUpLimit: UInt64?
    package var allowedMinorFailures = 0

    /// One option of getInfo with its value.
    package struct Option: Equatable, Sendable {
        package let name: String
        package let value: Bool

        package init(name: String, value: Bool) {
            self.name = name
            self.value = value
        }
    }

    package init() {}
}

/// A difference between a token and its profile.
package struct ProfileDeparture: Equatable, Sendable {
    package let member: String
    package let expected: String
    package let found: String

    /// Minor for something that nobody ordered, major for something that is missing.
    package let severity: Severity
}
