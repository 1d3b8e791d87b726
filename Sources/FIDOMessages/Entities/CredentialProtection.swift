/// When a credential may be found and used, the policies of credProtect; CTAP 2.1, section 12.1.
package enum CredentialProtection: UInt8, Sendable {
    case userVerificationOptional = 1
    case userVerificationOptionalWithCredentialIDList = 2
    case userVerificationRequired = 3
}
