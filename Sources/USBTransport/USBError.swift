import BlockingCalls
import CLibUSB

/// Error of a call to libusb.
package enum USBError: Error, Hashable, Sendable {
    /// The device was unplugged.
    case gone
    /// The user may not open the device.
    case accessDenied(path: String)
    /// Another program has claimed the interface.
    case busy
    /// An endpoint is halted, USB 2.0, section 8.5.3.4.
    case stalled
    /// The device has sent more than fits, USB 2.0, section 8.7.6.
    case overflow
    /// The device has not taken or sent anything in time.
    case timedOut
    /// The device is not one that this code can use.
    case unusable(reason: String)
    case other(code: Int)

    /// The result of a call; nil: success.
    init?(result: Int, path: String = "") {
        switch result {
        case 0...: return nil
        case Int(LIBUSB_ERROR_NO_DEVICE.rawValue), Int(LIBUSB_ERROR_NOT_FOUND.rawValue): self = .gone
        case Int(LIBUSB_ERROR_ACCESS.rawValue): self = .accessDenied(path: path)
        case Int(LIBUSB_ERROR_BUSY.rawValue): self = .busy
        case Int(LIBUSB_ERROR_PIPE.rawValue): self = .stalled
        case Int(LIBUSB_ERROR_OVERFLOW.rawValue): self = .overflow
        case Int(LIBUSB_ERROR_TIMEOUT.rawValue): self = .timedOut
        default: self = .other(code: result)
        }
    }

    /// The error of a transfer; `nil` if it was completed.
    init?(status: libusb_transfer_status) {
        switch status {
        case LIBUSB_TRANSFER_COMPLETED: return nil
        case LIBUSB_TRANSFER_NO_DEVICE: self = .gone
        case LIBUSB_TRANSFER_STALL: self = .stalled
        case LIBUSB_TRANSFER_OVERFLOW: self = .overflow
        case LIBUSB_TRANSFER_TIMED_OUT, LIBUSB_TRANSFER_CANCELLED: self = .timedOut
        default: self = .other(code: Int(LIBUSB_ERROR_IO.rawValue))
        }
    }
}

extension USBError: CallFailure {
    package static var timeoutSentence: String { "the device has not answered" }
    package static var timeoutHint: String { "" }

    /// The cause, and advice.
    package var description: String {
        switch self {
        case .gone:
            "the device was unplugged"
        case .accessDenied(let path):
            "this user may not open \(path); the rule Tools/udev/70-mitid-qa.rules allows it: copy it to /etc/udev/rules.d, "
                + "run 'sudo udevadm control --reload', and plug the device in again"
        case .busy:
            "another program has the device; a browser that waits for a touch, or another copy of this program, may be it"
        case .stalled:
            "the device has halted an endpoint"
        case .overflow:
            "the device has sent more than a report holds"
        case .timedOut:
            "the device has not answered in time"
        case .unusable(let reason):
            reason
        case .other(let code):
            "libusb error \(unsafe String(cString: libusb_error_name(Int32(clamping: code))))"
        }
    }
}
