import HTTPTypes
import NIOHTTP1

/// A request head that was checked, and what its connection has to know of it.
///
/// The rules are those of HTTP/1.1 that the parser below and the router above leave open: RFC 9112, sections 3.2, 6 and 9.3, and
/// RFC 9110, section 10.1.1.
struct RequestHead {
    /// The head with its target in origin form and the authority that is meant in `Host`.
    let head: HTTPRequestHead

    /// Whether the client waits for `100 Continue` before it sends the body.
    let expectsContinue: Bool

    /// Whether the connection ends with the response.
    let isLast: Bool

    /// Whether the response must not be chunked, RFC 9112, section 6.1.
    let isHTTP10: Bool

    init(checking head: HTTPRequestHead) throws(Problem) {
        var head = head
        // The parser lets no other major version pass.
        let isHTTP10 = head.version.minor == 0
        try Self.checkHost(of: head, isHTTP10: isHTTP10)
        try Self.resolveTarget(of: &head)
        try Self.checkFraming(of: head, isHTTP10: isHTTP10)
        let expectations = head.headers[canonicalForm: "expect"]
        guard expectations.allSatisfy({ $0.lowercased() == "100-continue" }) else { throw .expectationFailed }
        self.expectsContinue = !expectations.isEmpty && !isHTTP10
        // After a request for an upgrade the parser takes no other request: it waits for another protocol.
        self.isLast = isHTTP10 || !head.isKeepAlive || head.headers.contains(name: "upgrade")
        if self.isLast { head.headers.replaceOrAdd(name: "Connection", value: "close") }
        self.isHTTP10 = isHTTP10
        self.head = head
    }

    /// RFC 9112, section 3.2: exactly one `Host`, and a valid one; HTTP/1.0 may go without.
    private static func checkHost(of head: HTTPRequestHead, isHTTP10: Bool) throws(Problem) {
        let hosts = head.headers["Host"]
        guard hosts.count <= 1 else { throw .malformed("The request has more than one Host header.") }
        guard let host = hosts.first else {
            guard isHTTP10 else {
                throw .malformed("The request has no Host header, as in 'Host: 127.0.0.1:8470'.")
            }
            return
        }
        guard ServiceAddress(authority: host) != nil else {
            throw .malformed("The Host header must be a host and a port, as in 'Host: 127.0.0.1:8470'.")
        }
    }

    /// RFC 9112, section 3.2.2: the authority of an absolute target counts, and not what is in `Host`.
    private static func resolveTarget(of head: inout HTTPRequestHead) throws(Problem) {
        guard head.method != .CONNECT else {
            throw Problem(
                "not-implemented",
                status: .notImplemented,
                title: "Method not implemented",
                detail: "CONNECT is for proxies, and this service is none.",
                closesConnection: true
            )
        }
        let target = head.uri
        guard !target.utf8.contains(UInt8(ascii: "#")) else { throw .malformed("The request target has a fragment.") }
        if target.utf8.first == UInt8(ascii: "/") || (target == "*" && head.method == .OPTIONS) { return }
        let scheme = ["http://", "https://"].first { target.lowercased().hasPrefix($0) }
        guard let scheme else {
            throw .malformed("The request target must be a path, or an absolute URI with http or https.")
        }
        let rest = target.dropFirst(scheme.count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = String(rest[..<end])
        guard ServiceAddress(authority: authority) != nil else {
            throw .malformed("The authority of the request target must be a host and a port.")
        }
        let path = String(rest[end...])
        head.uri = path.hasPrefix("/") ? path : "/" + path
        head.headers.replaceOrAdd(name: "Host", value: authority)
    }

    /// RFC 9112, sections 6.1 and 6.3: where the body ends must be beyond doubt.
    private static func checkFraming(of head: HTTPRequestHead, isHTTP10: Bool) throws(Problem) {
        let codings = head.headers[canonicalForm: "transfer-encoding"].map { $0.lowercased() }
        guard head.headers.contains(name: "transfer-encoding") else { return }
        guard !isHTTP10 else { throw .malformed("HTTP/1.0 has no Transfer-Encoding.") }
        guard !head.headers.contains(name: "content-length") else {
            throw .malformed("The request has a Transfer-Encoding and a Content-Length.")
        }
        guard codings.last == "chunked", codings.count(where: { $0 == "chunked" }) == 1 else {
            throw .malformed("The last transfer coding of a request must be chunked, and no other.")
        }
        guard codings.count == 1 else {
            throw Problem(
                "not-implemented",
                status: .notImplemented,
                title: "Transfer coding not implemented",
                detail: "The only transfer coding that this service reads is chunked.",
                closesConnection: true
            )
        }
    }
}

extension Problem {
    /// A request that breaks the rules of HTTP/1.1, so that nothing after it on its connection can be trusted.
    static func malformed(_ detail: String) -> Problem {
        Problem(
            "malformed-request",
            status: .badRequest,
            title: "The request is not HTTP",
            detail: detail,
            closesConnection: true
        )
    }

    fileprivate static let expectationFailed = Problem(
        "expectation-failed",
        status: .expectationFailed,
        title: "Expectation not supported",
        detail: "The only expectation that this service knows is 100-continue.",
        closesConnection: true
    )

    /// The problem for an error of the parser.
    init(_ error: HTTPParserError) {
        switch error {
        case .headerOverflow:
            self.init(
                "head-too-large",
                status: .requestHeaderFieldsTooLarge,
                title: "The head of the request is too large",
                detail: "A request target or header field has 16 KiB at most, all of them 32 KiB, in 100 fields.",
                closesConnection: true
            )
        case .invalidVersion:
            self.init(
                "version-not-supported",
                status: .httpVersionNotSupported,
                title: "HTTP version not supported",
                detail: "This service speaks HTTP/1.1.",
                closesConnection: true
            )
        default:
            self = .malformed("The request is not one of HTTP/1.1.")
        }
    }
}
