/// The XML namespaces of containers.
enum PSKCNamespace {
    /// RFC 6030, section 11.1.
    static let rfc6030 = "urn:ietf:params:xml:ns:keyprov:pskc"

    /// draft-hoyer-keyprov-pskc-algorithm-profiles-01, which some makers still write.
    static let draft = "urn:ietf:params:xml:ns:keyprov:pskc:1.0"
}
