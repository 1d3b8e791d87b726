package import HTTPTypes
package import Hummingbird

/// What went wrong, as the client is told it, RFC 9457.
///
/// The name is the stable part: clients compare `urn:mitid-tokens:problem:<name>`, people read the rest. A detail
/// repeats nothing secret: it may name a member of a body or a serial number, never a secret, a code or a password.
package struct Problem: Error, Equatable, Sendable {
    package let name: String
    package let status: HTTPResponse.Status
    package let title: String
    package let detail: String
    /// Members beside the standard ones, RFC 9457, section 3.2.
    package var members: [String: String]
    package var headers: HTTPFields
    /// Whether the request cannot be read to its end, so that the connection must not be used again.
    package var closesConnection: Bool

    package init(
        _ name: String,
        status: HTTPResponse.Status,
        title: String,
        detail: String,
        members: [String: String] = [:],
        headers: HTTPFields = [:],
        closesConnection: Bool = false
    ) {
        self.name = name
        self.status = status
        self.title = title
        self.detail = detail
        self.members = members
        self.headers = headers
        self.closesConnection = closesConnection
    }

    /// The answer as it goes over the wire.
    package func response() -> Response {
        var headers = self.headers
        headers[.contentType] = "application/problem+json"
        if self.closesConnection {
            headers[.connection] = "close"
        }
        let body = ByteBuffer(bytes: JSONText.encode(ProblemDocument(problem: self)))
        return Response(status: self.status, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}

extension Problem: ResponseGenerator {
    package func response(from request: Request, context: some RequestContext) throws -> Response {
        self.response()
    }
}
