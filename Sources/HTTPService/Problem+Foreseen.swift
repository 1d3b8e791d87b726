package import HTTPTypes

extension Problem {
    /// The path is not one of this service.
    package static func notFound(path: String) -> Problem {
        Problem(
            "not-found",
            status: .notFound,
            title: "There is nothing at this path",
            detail: "\(Self.shown(path)) is not a path of this service; GET /openapi.json lists them."
        )
    }

    /// The path is one of this service, the method is not one of the path.
    package static func methodNotAllowed(_ method: HTTPRequest.Method, allowed: [HTTPRequest.Method]) -> Problem {
        let list = allowed.map(\.rawValue).joined(separator: ", ")
        return Problem(
            "method-not-allowed",
            status: .methodNotAllowed,
            title: "This path has no such method",
            detail: "\(Self.shown(method.rawValue)) is not a method of this path; it has \(list).",
            headers: [.allow: list]
        )
    }

    package static func bodyTooLarge(limit: Int, closesConnection: Bool = false) -> Problem {
        Problem(
            "body-too-large",
            status: .contentTooLarge,
            title: "The body is too large",
            detail: "The body of this request may have \(limit) bytes.",
            closesConnection: closesConnection
        )
    }

    package static func invalidJSON(_ detail: String) -> Problem {
        Problem("invalid-json", status: .badRequest, title: "The body is not JSON", detail: detail)
    }

    package static func invalidBody(_ detail: String) -> Problem {
        Problem("invalid-body", status: .badRequest, title: "The body cannot be read", detail: detail)
    }

    /// A member of the body, of the path or of the query has a value that it cannot have.
    package static func invalidMember(_ name: String, _ reason: String) -> Problem {
        Problem(
            "invalid-member",
            status: .unprocessableContent,
            title: "A value cannot be used",
            detail: "\(Self.shown(name)): \(reason)"
        )
    }

    package static func forbidden(_ detail: String) -> Problem {
        Problem("forbidden", status: .forbidden, title: "The request came a way that is not open", detail: detail)
    }

    /// No token, or none that the service knows, RFC 6750, section 3.
    package static let unauthorized = Problem(
        "unauthorized",
        status: .unauthorized,
        title: "This service wants a token",
        detail: "Send the token of the service's token file as 'Authorization: Bearer ...'.",
        headers: [.wwwAuthenticate: "Bearer"]
    )

    /// What failed is logged here and told to nobody.
    package static let internalError = Problem(
        "internal-error",
        status: .internalServerError,
        title: "The service failed",
        detail: "The request could not be served; the log of the service says why."
    )

    /// Text of a stranger, short and printable, so that it can stand in a sentence and in a log.
    package static func shown(_ text: String, limit: Int = 64) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            let isPlain = scalar.value >= 0x20 && scalar.value < 0x7F
            shown.unicodeScalars.append(isPlain ? scalar : "?")
        }
        return text.unicodeScalars.count > limit ? shown + "..." : shown
    }
}
