/// One CTAP2 command: its request bytes, and how to read the response.
package protocol CTAP2Call: Sendable {
    /// The result of a successful response.
    associatedtype Result: Sendable

    /// The request: a command byte and its parameters in canonical CBOR.
    var message: [UInt8] { get }

    /// Reads the members of a successful response.
    func result(of response: CTAP2Response) throws(CallFault) -> Result
}

extension CTAP2Call {
    /// Reads a whole response, status included.
    package func answer(parsing payload: [UInt8]) throws(CallFault) -> Result {
        try self.result(of: try CTAP2Response(parsing: payload))
    }
}
