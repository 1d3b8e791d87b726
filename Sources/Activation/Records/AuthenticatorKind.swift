/// What a holder has in the hand.
///
/// These two make codes.
package enum AuthenticatorKind: UInt8, Sendable, CaseIterable {
    case codeDisplay
    case audioCodeReader

    /// The name in interfaces and files.
    package var name: String {
        switch self {
        case .codeDisplay: "code-display"
        case .audioCodeReader: "audio-code-reader"
        }
    }

    /// The kind of that name, if there is one.
    package init?(name: String) {
        guard let kind = AuthenticatorKind.allCases.first(where: { $0.name == name }) else { return nil }
        self = kind
    }

    /// The `amr` value of a login with it, as the broker's documentation lists them; RFC 8176 has the claim.
    package var authenticationMethod: String {
        switch self {
        case .codeDisplay: "code_token"
        case .audioCodeReader: "code_reader"
        }
    }

    /// A login with it and the password.
    package var loginWithPassword: LoginMethod {
        switch self {
        case .codeDisplay: .displayAndPassword
        case .audioCodeReader: .readerAndPassword
        }
    }
}

extension AuthenticatorKind {
    /// Whether who holds `other` may not have this one too.
    ///
    /// Confirmed by mitid.dk: one display at a time, display and reader never together. One reader at a time is an
    /// assumption drawn from the two.
    func isExcluded(by other: AuthenticatorKind) -> Bool {
        switch (self, other) {
        case (.codeDisplay, .codeDisplay), (.codeDisplay, .audioCodeReader): true
        case (.audioCodeReader, .codeDisplay), (.audioCodeReader, .audioCodeReader): true
        }
    }
}
