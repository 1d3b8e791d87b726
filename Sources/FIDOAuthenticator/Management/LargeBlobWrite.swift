/// A large-blob array of which not all fragments have come; CTAP 2.1, section 6.10.2.
struct LargeBlobWrite: Sendable {
    /// `expectedLength`.
    let length: Int

    /// What has come; its count is `expectedNextOffset`.
    var bytes: [UInt8] = []
}
