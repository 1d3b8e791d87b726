import Bench
import HTTPService
import HTTPTypes
import OTPCore

extension Problem {
    init(_ refusal: BenchRefusal) {
        switch refusal {
        case .unknownDevice(let serialNumber):
            self = .unknownDevice(serialNumber.text)
        case .serialExists(let serialNumber):
            self = Problem(
                "serial-exists",
                status: .conflict,
                title: "There is such a device already",
                detail: "A device with serial number \(serialNumber.text) is on the bench, or named twice."
            )
        case .unknownButton(let name, let known):
            self = Problem(
                "unknown-button",
                status: .notFound,
                title: "The device has no such button",
                detail:
                    "'\(Problem.shown(name))' is not a button of this device; it has \(known.joined(separator: ", "))."
            )
        case .clockOutOfRange:
            self = .invalidMember("clock", "it would leave the years 1970 to 9999.")
        case .counterRollback(let stored, let given):
            self = Problem(
                "counter-rollback",
                status: .conflict,
                title: "The counter would go back",
                detail:
                    "The device's next counter is \(stored), the snapshot's is \(given): codes would be shown again. "
                    + "Say \"allowCounterRollback\": true if that is meant."
            )
        case .otherKind(let kind):
            self = Problem(
                "other-kind",
                status: .conflict,
                title: "The device is of another kind",
                detail: "The device on the bench is a \(kind.name), the snapshot's is not."
            )
        case .notOfThisKind(let serialNumber, let kind):
            self = Problem(
                "not-of-this-kind",
                status: .notFound,
                title: "This kind of device has no such thing",
                detail: "Device \(serialNumber.text) is a \(kind.name) and has no such thing; \(kind.parts)."
            )
        case .notConnected(let serialNumber):
            self = Problem(
                "not-connected",
                status: .conflict,
                title: "The chip is not connected",
                detail:
                    "Chip \(serialNumber.text) cannot be reached that way; PUT {\"usb\":true} or {\"nfc\":true} to its "
                    + "connection."
            )
        case .noAnswer(let serialNumber):
            self = Problem(
                "no-answer",
                status: .gatewayTimeout,
                title: "The chip did not answer",
                detail:
                    "Nothing that could be understood came from chip \(serialNumber.text) for some seconds, or it was "
                    + "pulled out; a fault can be the cause."
            )
        case .unusableAttestation(let fault):
            self = .invalidMember(fault, in: [])
        case .impossibleState:
            self = .invalidMember("snapshot", "no device can be in this state.")
        case .notStored:
            self = Problem(
                "not-stored",
                status: .serviceUnavailable,
                title: "The state could not be stored",
                detail: "The bench could not write its state directory, so nothing was done; its log says why."
            )
        case .noRandomness:
            self = .internalError
        }
    }

    static func unknownDevice(_ serialNumber: String) -> Problem {
        Problem(
            "unknown-device",
            status: .notFound,
            title: "There is no such device",
            detail: "No device on the bench has the serial number '\(Problem.shown(serialNumber))'."
        )
    }
}

extension DeviceKind {
    /// What can be asked of such a device.
    fileprivate var parts: String {
        switch self {
        case .otp: "it has buttons, display, clock, faults and snapshot"
        case .chip: "it has buttons, connection, presence, faults, snapshot, apdu and ctaphid"
        }
    }
}
