import FIDOMessages

/// What goes on once the user is there.
enum PendingOperation: Sendable {
    /// CTAP 2.1, section 6.1.
    case makeCredential(MakeCredentialOperation)
    /// A credential of the exclude list is here, which is told only after a touch; section 6.1.2, step 12.
    case credentialExcluded
    /// Section 6.2.
    case getAssertion(AssertionSequence)
    /// Which of several authenticators is meant; the status says whether a PIN is set, sections 6.1.2 and 6.2.2, step 1.
    case probe(CTAP2StatusCode)
    /// Section 6.6.
    case reset
    /// Section 6.9.
    case selection

    /// The answer if the user was not there.
    func status(withoutUser reason: CTAP2StatusCode) -> CTAP2StatusCode {
        switch (self, reason) {
        // Section 6.1.2, step 12: told whether or not there was a touch; but a cancelled one is nobody's business.
        case (.credentialExcluded, .operationDenied), (.credentialExcluded, .userActionTimeout): .credentialExcluded
        // Section 6.1.2, step 14: time that runs out is a no; only reset and selection tell the two apart.
        case (.makeCredential, .userActionTimeout), (.getAssertion, .userActionTimeout), (.probe, .userActionTimeout):
            .operationDenied
        default: reason
        }
    }
}
