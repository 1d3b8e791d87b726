import Foundation

/// Offsets and rates as text.
enum ClockText {
    /// Seconds with a sign: two digits below ten minutes.
    static func seconds(_ value: Double) -> String {
        Self.signed(value, digits: value.magnitude < 600 ? 2 : 0) + " s"
    }

    /// A rate in parts per million, with a sign.
    static func ppm(_ rate: Double) -> String {
        Self.signed(rate * 1e6, digits: 1) + " ppm"
    }

    static func signed(_ value: Double, digits: Int) -> String {
        String(format: "%+.\(digits)f", value)
    }

    static func plain(_ value: Double, digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }

    /// A number for JSON: no more digits than mean something.
    static func rounded(_ value: Double, digits: Int) -> Double {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        return (value * scale).rounded() / scale
    }
}
