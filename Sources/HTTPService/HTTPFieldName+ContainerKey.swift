package import HTTPTypes

extension HTTPField.Name {
    /// The header that carries what opens, or is to close, the encrypted values of a key container.
    ///
    /// A header and not part of the path, which proxies and logs keep; no header is ever logged here.
    package static let containerKey = HTTPField.Name("Container-Key")
}
