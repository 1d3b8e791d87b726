/// What is to be done for a device.
package enum USBDeviceAction: Equatable, Sendable {
    /// Tell the host that a transfer has ended.
    case complete(URBCompletion)
    /// Give the authenticator a report, and say so when it has taken it.
    case deliverReport([UInt8])
    /// Let the card do something, and say how it ended.
    case command(CardCommand)
}

extension USBDeviceAction {
    /// Ends a control transfer well: with an answer, cut to what the host asked for, or with its data taken.
    static func complete(_ urb: URB, sending answer: [UInt8]?) -> USBDeviceAction {
        guard let answer else { return .complete(URBCompletion(sequence: urb.sequence, takenLength: urb.data.count)) }
        let room = min(urb.length, Int(urb.setup.length))
        return .complete(URBCompletion(sequence: urb.sequence, sending: Array(answer.prefix(room))))
    }

    /// Ends a transfer badly.
    static func complete(_ urb: URB, failing status: URBStatus) -> USBDeviceAction {
        .complete(URBCompletion(sequence: urb.sequence, failing: status))
    }
}

extension [USBDeviceAction] {
    /// The end of a transfer, if it has ended.
    init(_ completion: URBCompletion?) {
        self = completion.map { [.complete($0)] } ?? []
    }
}
