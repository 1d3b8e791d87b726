/// Whose attestation is given; CTAP 2.1, section 7.1.
package enum AttestationKind: Equatable, Sendable {
    /// The maker's, the same for a batch of devices.
    case batch
    /// One that names the device, for relying parties that the device trusts with it.
    case enterprise
}
