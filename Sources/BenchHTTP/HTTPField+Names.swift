import HTTPTypes

extension HTTPField.Name {
    /// A name that is known to be a token, RFC 9110, section 5.6.2.
    private static func known(_ name: String) -> HTTPField.Name {
        HTTPField.Name(name) ?? .contentType
    }

    /// RFC 8288, section 3.
    static let link = Self.known("Link")
    /// How many devices there are, whichever part of the list is shown.
    static let totalCount = Self.known("X-Total-Count")
    /// HTML, section 9.2.4.
    static let lastEventID = Self.known("Last-Event-ID")
}
