import FIDOMessages

/// Where CTAP 2.0 and CTAP 2.1 differ: in status codes, in the order of checks, and in what one of them alone knows.
///
/// | | CTAP 2.0 (2019-01-30) | CTAP 2.1 (2021-06-15) |
/// |---|---|---|
/// | makeCredential, order | 5.1: excludeList, algorithms, options, pinAuth, PIN required | 6.1.2: pinUvAuthProtocol, algorithms, options, user verification required, enterpriseAttestation, pinUvAuthParam, excludeList |
/// | getAssertion, order | 5.2: pinAuth, options, extensions, user consent, no credentials | 6.2.2: pinUvAuthProtocol, options, user verification required, pinUvAuthParam, no credentials, user consent, extensions |
/// | `uv` without a built-in method | `2b`, 5.1 step 3, also beside a pinAuth | `2c`, 6.1.2 step 5; ignored beside a pinUvAuthParam |
/// | `up` true in makeCredential | `2c`: not valid for this command, 5.1 step 3 | taken, 6.1.2 step 5 |
/// | `rk` in getAssertion | `2c`: not valid for this command, 5.2 step 5 | `2b`, 6.2.2 step 4 |
/// | PIN protocol that is not supported | `33`, 5.1 step 7 | `02`, 6.1.2 step 2 |
/// | PIN protocol that is missing | `33`, 5.1 step 7 | `14`, 6.1.2 step 2 |
/// | not discoverable, a PIN is set, no pinUvAuthParam | `36`, 5.1 step 6 | made: makeCredUvNotRqd, 6.1.2 step 7 |
/// | clientPIN without a PIN protocol | `14` for every subcommand, 5.5.4 | `14` where it is needed, 6.5.5 |
/// | clientPIN, unknown subcommand | `02`: there is no `3e` | `3e`, 6.5.5 |
/// | getPINRetries, `powerCycleState` | not there, 5.5.4 | there, 6.5.5.2 |
/// | shortest PIN | 4 bytes, 5.5.5 | 4 code points, 6.5.1 |
/// | new PIN, padded | at least 64 bytes, ends at the first zero, 5.5.5: `37` | 64 bytes: `02`, 6.5.5.5 |
/// | PIN tokens | good until power is lost, 5.5.2 | permissions, one RP ID, timers, 6.5.2.1 |
/// | authenticatorSelection | `01` | 6.9 |
/// | members of requests | makeCredential 1 to 9, clientPIN 1 to 8; others are ignored | with enterpriseAttestation; permissions, rpId |
/// | members of getInfo | 1 to 6, 5.4 | 6.4 |
struct CTAP2Rules: Sendable {
    /// A check of makeCredential.
    enum MakeCredentialCheck: Sendable {
        /// A zero-length pinUvAuthParam, which asks for a touch and nothing else.
        case probe
        case pinProtocol
        case algorithms
        case options
        case verificationRequired
        case enterpriseAttestation
        case token
        case excludeList
    }

    /// A check of getAssertion.
    enum GetAssertionCheck: Sendable {
        /// A zero-length pinUvAuthParam, which asks for a touch and nothing else.
        case probe
        case pinProtocol
        case options
        case verificationRequired
        case token
        case credentials
        case extensions
    }

    let makeCredentialChecks: [MakeCredentialCheck]
    let getAssertionChecks: [GetAssertionCheck]

    let unsupportedUserVerification: CTAP2StatusCode
    let ignoresUserVerificationBesideToken: Bool
    let takesUserPresenceInMakeCredential: Bool
    let discoverableInGetAssertion: CTAP2StatusCode
    let unsupportedPINProtocol: CTAP2StatusCode
    let missingPINProtocol: CTAP2StatusCode

    /// Whether a credential that is not discoverable is made without user verification: makeCredUvNotRqd.
    let makesUndiscoverableUnverified: Bool

    let wantsPINProtocolAlways: Bool
    let unknownPINSubcommand: CTAP2StatusCode
    let tellsPowerCycleState: Bool
    let countsCodePoints: Bool
    let paddedPINByteCounts: ClosedRange<Int>
    let wrongPadding: CTAP2StatusCode

    /// Whether a new PIN ends at its first zero, whatever follows.
    let endsPINAtFirstZero: Bool

    /// Whether tokens have permissions, an RP ID and an end.
    let limitsTokens: Bool

    let hasSelection: Bool
    let lastMakeCredentialMember: Int64
    let lastClientPINMember: Int64

    /// Whether getInfo has more than versions, extensions, AAGUID, options, the longest message and PIN protocols.
    let hasLongInfo: Bool

    static let ctap20 = CTAP2Rules(
        makeCredentialChecks: [
            .excludeList, .algorithms, .options, .probe, .pinProtocol, .token, .verificationRequired,
        ],
        getAssertionChecks: [.probe, .pinProtocol, .token, .options, .extensions, .credentials],
        unsupportedUserVerification: .unsupportedOption,
        ignoresUserVerificationBesideToken: false,
        takesUserPresenceInMakeCredential: false,
        discoverableInGetAssertion: .invalidOption,
        unsupportedPINProtocol: .pinAuthInvalid,
        missingPINProtocol: .pinAuthInvalid,
        makesUndiscoverableUnverified: false,
        wantsPINProtocolAlways: true,
        unknownPINSubcommand: .invalidParameter,
        tellsPowerCycleState: false,
        countsCodePoints: false,
        paddedPINByteCounts: 64...256,
        wrongPadding: .pinPolicyViolation,
        endsPINAtFirstZero: true,
        limitsTokens: false,
        hasSelection: false,
        lastMakeCredentialMember: 9,
        lastClientPINMember: 8,
        hasLongInfo: false
    )

    static let ctap21 = CTAP2Rules(
        makeCredentialChecks: [
            .probe, .pinProtocol, .algorithms, .options, .verificationRequired, .enterpriseAttestation, .token,
            .excludeList,
        ],
        getAssertionChecks: [
            .probe, .pinProtocol, .options, .verificationRequired, .token, .credentials, .extensions,
        ],
        unsupportedUserVerification: .invalidOption,
        ignoresUserVerificationBesideToken: true,
        takesUserPresenceInMakeCredential: true,
        discoverableInGetAssertion: .unsupportedOption,
        unsupportedPINProtocol: .invalidParameter,
        missingPINProtocol: .missingParameter,
        makesUndiscoverableUnverified: true,
        wantsPINProtocolAlways: false,
        unknownPINSubcommand: .invalidSubcommand,
        tellsPowerCycleState: true,
        countsCodePoints: true,
        paddedPINByteCounts: 64...64,
        wrongPadding: .invalidParameter,
        endsPINAtFirstZero: false,
        limitsTokens: true,
        hasSelection: true,
        lastMakeCredentialMember: 11,
        lastClientPINMember: 10,
        hasLongInfo: true
    )
}

extension AuthenticatorProfile {
    /// The rules of its edition of CTAP2.
    var rules: CTAP2Rules {
        self.ctap2 == .ctap20 ? .ctap20 : .ctap21
    }
}
