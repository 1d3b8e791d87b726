/// What the check of a chip's answer has found wrong.
package enum ChipFault: Error, Equatable, Sendable {
    /// It is not what Web Authentication asks for: another origin or relying party, nobody present, a wrong signature.
    case notGenuine

    /// Nobody who is trusted speaks for its make.
    case untrusted

    /// It is of another credential than the holder's.
    case otherCredential
}
