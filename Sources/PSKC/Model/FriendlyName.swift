/// *FriendlyName*, RFC 6030, section 4.3: the name of a key for people, which may stand there in several languages.
package struct FriendlyName: Equatable, Sendable {
    package var text: String

    /// *xml:lang*, the language tag of the name.
    package var language: String?

    package init(_ text: String, language: String? = nil) {
        self.text = text
        self.language = language
    }
}
