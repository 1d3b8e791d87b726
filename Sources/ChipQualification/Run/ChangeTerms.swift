package import TokenQuality

/// The terms under which a run may change a token for good, and the person beside it.
package struct ChangeTerms: Sendable {
    package var conditions: ChangeGuard

    /// The PIN that the token has or gets, in UTF-8.
    package var pin: [UInt8]?

    /// Asks for a line of text; `nil` if there is nobody.
    package var ask: @Sendable (String) async -> String?

    /// Tells the person what to do with the token.
    package var show: @Sendable (String) -> Void

    /// Stores what is known before a change; a change that cannot be stored is not made.
    package var record: @Sendable (Qualification) -> Bool

    package init(
        _ conditions: ChangeGuard,
        pin: [UInt8]? = nil,
        ask: @escaping @Sendable (String) async -> String? = { _ in nil },
        show: @escaping @Sendable (String) -> Void = { _ in },
        record: @escaping @Sendable (Qualification) -> Bool = { _ in false }
    ) {
        self.conditions = conditions
        self.pin = pin
        self.ask = ask
        self.show = show
        self.record = record
    }

    /// Nothing may be changed.
    package static let none = ChangeTerms(ChangeGuard(allowed: []))
}
