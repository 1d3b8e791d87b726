import ISO7816

/// How the authenticator's answer becomes a card's.
enum CardAnswer: Equatable, Sendable {
    /// A CTAP2 status and its data are all data, under `9000`; CTAP 2.1, section 11.3.5.
    case ctap2
    /// U2F's answer ends in its own status word.
    case u2f

    func response(_ answer: [UInt8]) -> ResponseAPDU {
        switch self {
        case .ctap2: ResponseAPDU(data: answer, .success)
        case .u2f: (try? ResponseAPDU(parsing: answer)) ?? ResponseAPDU(.noPreciseDiagnosis)
        }
    }
}
