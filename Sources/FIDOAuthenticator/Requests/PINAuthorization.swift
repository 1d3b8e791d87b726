/// The parameters pinUvAuthParam and pinUvAuthProtocol, which many commands have.
struct PINAuthorization: Sendable {
    var parameter: ArraySlice<UInt8>?

    /// The protocol's number as it came.
    var protocolNumber: Int64?

    /// Whether it only asks to be told by a touch which authenticator this is; CTAP 2.1, section 6.1.2, step 1.
    var isProbe: Bool {
        self.parameter?.isEmpty == true
    }
}
