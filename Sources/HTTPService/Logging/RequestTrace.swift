import Logging

/// Which request a line of the log belongs to: the lines of one request have one identifier, and its answer has it too.
package struct RequestTrace: Sendable {
    /// As the header `X-Request-ID` of the answer says it.
    package let id: String

    /// The name of the token that the request came with.
    package let caller: String?

    package init(id: String, caller: String? = nil) {
        self.id = id
        self.caller = caller
    }

    /// That of the request that is being served, if one is.
    @TaskLocal package static var current: RequestTrace?

    /// Adds it to every line.
    static let provider = Logger.MetadataProvider {
        guard let trace = RequestTrace.current else { return [:] }
        var metadata: Logger.Metadata = ["requestID": "\(trace.id)"]
        if let caller = trace.caller { metadata["caller"] = "\(caller)" }
        return metadata
    }
}
