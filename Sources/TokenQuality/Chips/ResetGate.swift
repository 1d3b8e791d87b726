/// The last words before a reset: the operator names the token, and the same token comes back.
package struct ResetGate: Equatable, Sendable {
    /// A reason why nothing is reset.
    package enum Refusal: Error, Equatable, Sendable {
        /// The serial number or the label is too short to be typed in part.
        case shortName
        case otherWords
        case otherSerialNumber
        case otherModel
        /// A credential from before is unknown to it.
        case otherToken
        case late
    }

    /// The token that came back.
    package struct Returned: Equatable, Sendable {
        package var serialNumber: String?
        package var aaguid: [UInt8]?
        package var knowsCredential: Bool

        package init(serialNumber: String?, aaguid: [UInt8]?, knowsCredential: Bool) {
            self.serialNumber = serialNumber
            self.aaguid = aaguid
            self.knowsCredential = knowsCredential
        }
    }

    private let serialNumber: String?
    private let aaguid: [UInt8]

    /// The last four characters of the serial number, or of the label.
    package let words: String

    /// A gate for a token that is known by a serial number, or by its label.
    package init(serialNumber: String?, label: String, aaguid: [UInt8]) throws(Refusal) {
        let name = if let serialNumber, !serialNumber.isEmpty { serialNumber } else { label }
        guard name.unicodeScalars.count >= 4 else { throw .shortName }
        self.serialNumber = serialNumber
        self.aaguid = aaguid
        var words = ""
        words.unicodeScalars.append(contentsOf: name.unicodeScalars.suffix(4))
        self.words = words
    }

    /// The words that the operator has typed; `nil` for none.
    package func typed(_ text: String?) throws(Refusal) {
        guard let text, text == self.words else { throw .otherWords }
    }

    /// The token that came back, and the time until now.
    package func permit(_ token: Returned, _ watch: ReplugWatch, at now: UInt64) throws(Refusal) {
        guard token.serialNumber == self.serialNumber else { throw .otherSerialNumber }
        guard token.aaguid == self.aaguid else { throw .otherModel }
        guard token.knowsCredential else { throw .otherToken }
        guard watch.mayReset(at: now) else { throw .late }
    }
}

extension ResetGate.Refusal {
    /// Whether another token is at the place, which no further check may touch.
    package var isAboutAnotherToken: Bool {
        switch self {
        case .otherSerialNumber, .otherModel, .otherToken: true
        case .shortName, .otherWords, .late: false
        }
    }
}

extension ResetGate.Refusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .shortName: "a reset needs a serial number or a --label of four characters or more"
        case .otherWords: "the last four characters were not typed, so nothing is reset"
        case .otherSerialNumber: "a token with another serial number came back, so nothing is reset"
        case .otherModel: "a token with another AAGUID came back, so nothing is reset"
        case .otherToken: "another token came back: it does not know the credential made before"
        case .late: "more than 10 seconds have passed since the token came back, so nothing is reset"
        }
    }
}
