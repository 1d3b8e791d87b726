import CTAPHID
import FIDOMessages

/// What an authenticator knows while it has power.
struct PowerSession: Sendable {
    var poweredOnAt: Uptime?
    var transport = AuthenticatorTransport.usb

    /// When the last touch came that nothing waited for.
    var lastTouch: Uptime?

    /// How often in a row the PIN was wrong; three block it until power is off, CTAP 2.1, section 6.5.5.6.
    var pinMismatches = 0

    /// The token in use.
    var token: PINToken?

    /// The key agreement keys of the two protocols, made when they are first wanted; section 6.5.4.
    var keyAgreementOne: KeyPair?
    var keyAgreementTwo: KeyPair?

    /// What getNextAssertion goes on with, section 6.3.
    var assertions: AssertionSequence?

    /// What credentialManagement goes on with, section 6.8.
    var enumeration: CredentialEnumeration?

    /// The large-blob array that is being written, section 6.10.2.
    var largeBlobWrite: LargeBlobWrite?

    /// A command that keeps state ends with any other command; section 6, *stateful commands*.
    mutating func endStatefulCommands(before command: CTAP2Command?) {
        if command != .getNextAssertion {
            self.assertions = nil
        }
        if command != .credentialManagement, command != .credentialManagementPreview {
            self.enumeration = nil
        }
        if command != .largeBlobs {
            self.largeBlobWrite = nil
        }
    }
}
