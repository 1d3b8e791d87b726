package import HTTPTypes
package import Hummingbird

/// A value as the JSON body of an answer.
package struct JSONAnswer<Value: Encodable & Sendable>: ResponseGenerator, Sendable {
    let value: Value
    let status: HTTPResponse.Status
    let headers: HTTPFields

    package init(_ value: Value, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) {
        self.value = value
        self.status = status
        self.headers = headers
    }

    package func response(from request: Request, context: some RequestContext) throws -> Response {
        var headers = self.headers
        headers[.contentType] = "application/json"
        return Response(
            status: self.status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSONText.encode(self.value)))
        )
    }
}
