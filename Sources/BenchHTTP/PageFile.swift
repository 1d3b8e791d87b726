import HTTPTypes
import Hummingbird
import OTPCore

/// A file that is part of the program.
struct PageFile: Sendable {
    let path: String
    private let type: String
    private let body: ByteBuffer
    private let entityTag: String

    /// The files of the folder Page, and the description of the interface.
    static let all: [PageFile] = [
        PageFile("/", .html, PackageResources.index_html),
        PageFile("/activation.js", .script, PackageResources.activation_js),
        PageFile("/api.js", .script, PackageResources.api_js),
        PageFile("/bench.css", .style, PackageResources.bench_css),
        PageFile("/bench.js", .script, PackageResources.bench_js),
        PageFile("/button.js", .script, PackageResources.button_js),
        PageFile("/card.js", .script, PackageResources.card_js),
        PageFile("/chipcard.js", .script, PackageResources.chipcard_js),
        PageFile("/chippanel.js", .script, PackageResources.chippanel_js),
        PageFile("/clockpanel.js", .script, PackageResources.clockpanel_js),
        PageFile("/details.js", .script, PackageResources.details_js),
        PageFile("/dom.js", .script, PackageResources.dom_js),
        PageFile("/drawing.js", .script, PackageResources.drawing_js),
        PageFile("/log.js", .script, PackageResources.log_js),
        PageFile("/shelf.js", .script, PackageResources.shelf_js),
        PageFile("/sound.js", .script, PackageResources.sound_js),
        PageFile("/time.js", .script, PackageResources.time_js),
        PageFile("/openapi.json", .json, PackageResources.openapi_json),
    ]

    private enum ContentType: String {
        case html = "text/html; charset=utf-8"
        case script = "text/javascript; charset=utf-8"
        case style = "text/css; charset=utf-8"
        case json = "application/json"
    }

    private init(_ path: String, _ type: ContentType, _ bytes: [UInt8]) {
        self.path = path
        self.type = type.rawValue
        self.body = ByteBuffer(bytes: bytes)
        var hash = SHA256()
        hash.update(bytes.span)
        let digest = hash.finalize()
        var tag = ""
        for position in 0..<8 {
            tag += String(UInt16(digest[position]) + 0x100, radix: 16).dropFirst()
        }
        self.entityTag = "\"\(tag)\""
    }

    /// The file, or the word that the one the client has is still right, RFC 9110, section 13.1.2.
    func response(to request: Request) -> Response {
        let headers: HTTPFields = [
            .contentType: self.type,
            .eTag: self.entityTag,
            .cacheControl: "no-cache",
            .contentSecurityPolicy: Self.policy,
        ]
        let known = request.headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }
        let isKnown = known.contains { tag in
            let tag = tag.drop { $0 == " " }
            return tag == "*" || tag == self.entityTag || tag == "W/" + self.entityTag
        }
        guard !isKnown else { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: self.body))
    }

    /// The page loads nothing from anywhere else, runs no inline script, and cannot be framed.
    ///
    /// It speaks to services on this machine: to activate a device at an activation service.
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src blob:; "
        + "connect-src 'self' http://127.0.0.1:* http://localhost:*; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}
