package import ISO7816

extension StatusWord {
    /// `9100`: the authenticator still works, ask with NFCCTAP_GETRESPONSE; CTAP 2.1, section 11.3.7.2.
    package static let stillWorking = StatusWord(rawValue: 0x9100)
}
