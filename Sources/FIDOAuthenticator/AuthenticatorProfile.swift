package import FIDOMessages

/// What kind of authenticator it is: everything that does not change while it lives.
package struct AuthenticatorProfile: Equatable, Sendable {
    package var name: String

    /// The model's identifier, 16 bytes; WebAuthn, section 6.5.2.
    package var aaguid: [UInt8]

    /// Whether it speaks U2F v2: CTAP1.
    package var supportsU2F: Bool

    /// The versions of CTAP2 it speaks, as getInfo tells them; none for an authenticator that speaks U2F alone.
    package var ctap2: CTAP2Level?

    /// Whether the user is asked before it says that it has no credential for a getAssertion: CTAP 2.0 has it so, section 5.2,
    /// steps 7 and 8; CTAP 2.1 says so at once, section 6.2.2, step 7.
    ///
    /// A browser that asks several authenticators drops the others when one of them answers.
    package var asksUserFirst: Bool

    /// The extensions it has.
    package var extensions: AuthenticatorExtensions

    /// Whether a PIN can be set, CTAP 2.1, section 6.5.
    package var supportsPIN: Bool

    /// The PIN/UV auth protocols it knows, the preferred one first.
    package var pinProtocols: [PINProtocol]

    /// How many discoverable credentials it has room for; 0 if it makes none.
    package var discoverableCapacity: Int

    /// How many bytes a credential's blob may have, at least 32; section 12.2.
    package var credentialBlobCapacity: Int

    /// How many relying parties may be told the minimum PIN length, section 6.11.4.
    package var minimumPINLengthRPIDCapacity: Int

    /// How many bytes of large blobs it has room for, at least 1,024; 0 for no authenticatorLargeBlobs, section 6.10.
    package var largeBlobCapacity: Int

    /// Whether it has authenticatorCredentialManagement, section 6.8.
    package var supportsCredentialManagement: Bool

    /// Whether it has it under the command byte of the preview before CTAP 2.1, too: clients in the field send no other.
    package var supportsCredentialManagementPreview: Bool

    /// Whether it has authenticatorConfig, section 6.11, and with it alwaysUv, minimum PIN lengths and enterprise attestation.
    package var supportsConfig: Bool

    /// Relying parties that get an enterprise attestation without the platform's word for it, section 7.1.3.
    package var enterpriseRPIDs: [String]

    /// How new credentials are attested.
    package var attestation: AttestationConveyance

    /// The longest message in bytes, `maxMsgSize`, section 6.4.
    package var maximumMessageSize: Int

    /// The version of its firmware, section 6.4.
    package var firmwareVersion: UInt32

    /// How long a request waits for the user, in milliseconds; section 6 asks for 30 seconds in several places.
    package var userPresenceTimeout: UInt64

    /// How long a touch that nothing waited for counts for a U2F request to come, in milliseconds.
    package var touchLifetime: UInt64

    /// How long being laid on a reader counts as user presence, in milliseconds.
    package var nfcPresenceWindow: UInt64

    /// How long the next packet of a message may take over USB, in milliseconds; CTAP 2.1, section 11.2.5.2.
    package var packetTimeout: UInt64

    /// Whether the reader in its USB device has the FIDO applet; over HID it is there in any case.
    package var servesFIDOOverCCID: Bool

    /// For how long after power-up it can be reset, in milliseconds; section 6.6.
    package var resetWindow: UInt64
}
