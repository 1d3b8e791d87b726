import Bench
import OTPDevices

/// A device as JSON.
enum DeviceAnswer: Encodable, Sendable {
    case otp(OTPAnswer)
    case chip(ChipAnswer)

    init(_ device: DeviceView) {
        switch device {
        case .otp(let device): self = .otp(OTPAnswer(device))
        case .chip(let device): self = .chip(ChipAnswer(device))
        }
    }

    /// A device that was just made, its secret included; without a view it is told as it was made.
    init(made snapshot: DeviceSnapshot, _ view: DeviceView?, at now: Instant) {
        switch snapshot {
        case .otp(let snapshot):
            guard case .otp(let view) = view ?? .otp(OTPView(snapshot, at: now)) else {
                self = .otp(OTPAnswer(OTPView(snapshot, at: now), secret: snapshot.secret))
                return
            }
            self = .otp(OTPAnswer(view, secret: snapshot.secret))
        case .chip(let snapshot):
            self = DeviceAnswer(view ?? .chip(ChipView(snapshot)))
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .otp(let answer): try answer.encode(to: encoder)
        case .chip(let answer): try answer.encode(to: encoder)
        }
    }
}
