import Activation
import WebAuthn

extension WebAuthnRefusal {
    /// As the decision knows it; the log has it exactly.
    var fault: ChipFault {
        switch self {
        case .untrusted: .untrusted
        case .credentialID: .otherCredential
        case .clientData, .ceremonyType, .origin, .crossOrigin, .malformed, .relyingParty, .userPresence, .flags,
            .publicKey, .attestationFormat, .attestation, .signature, .unavailable:
            .notGenuine
        }
    }
}
