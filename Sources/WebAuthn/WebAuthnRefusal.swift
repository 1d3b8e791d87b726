/// Why the answer of an authenticator is not taken; the steps are those of Web Authentication level 3, sections 7.1 and 7.2.
package enum WebAuthnRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// The client data are not the JSON that section 5.8.1 describes.
    case clientData
    /// The client data are of another ceremony.
    case ceremonyType
    /// The page is none of the relying party's.
    case origin
    /// The page stood in a frame of another one.
    case crossOrigin
    /// The attestation object or the authenticator data cannot be read, sections 6.1 and 6.5.4.
    case malformed
    /// The answer is for another relying party.
    case relyingParty
    /// Nobody was present.
    case userPresence
    /// Flags that cannot stand together.
    case flags
    /// The credential is not the one that its name says.
    case credentialID
    /// The public key is not one of the algorithm that was asked for.
    case publicKey
    /// The attestation is of a format that is not known here.
    case attestationFormat
    /// The attestation is not what its format asks for.
    case attestation
    /// The signature is not the key's.
    case signature
    /// Nobody who is trusted speaks for the authenticator.
    case untrusted
    /// The library that computes could not.
    case unavailable

    package var description: String {
        switch self {
        case .clientData: "client-data"
        case .ceremonyType: "ceremony-type"
        case .origin: "origin"
        case .crossOrigin: "cross-origin"
        case .malformed: "malformed"
        case .relyingParty: "relying-party"
        case .userPresence: "user-presence"
        case .flags: "flags"
        case .credentialID: "credential-id"
        case .publicKey: "public-key"
        case .attestationFormat: "attestation-format"
        case .attestation: "attestation"
        case .signature: "signature"
        case .untrusted: "untrusted"
        case .unavailable: "unavailable"
        }
    }
}
