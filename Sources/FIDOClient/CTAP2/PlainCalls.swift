package import FIDOMessages

/// authenticatorReset; CTAP 2.1, section 6.6.
package struct ResetCall: CTAP2Call {
    package init() {}
    package var message: [UInt8] { [CTAP2Command.reset.rawValue] }
    package func result(of response: CTAP2Response) throws(CallFault) {}
}

/// authenticatorSelection; CTAP 2.1, section 6.9.
package struct SelectionCall: CTAP2Call {
    package init() {}
    package var message: [UInt8] { [CTAP2Command.selection.rawValue] }
    package func result(of response: CTAP2Response) throws(CallFault) {}
}

/// Any request as it is, malformed ones included; its result is the whole response.
package struct RawCall: CTAP2Call {
    /// The request.
    package let message: [UInt8]

    /// A request of a command byte and any bytes.
    package init(_ command: CTAP2Command, _ parameters: [UInt8] = []) {
        self.message = [command.rawValue] + parameters
    }

    package func result(of response: CTAP2Response) throws(CallFault) -> CTAP2Response { response }
}
