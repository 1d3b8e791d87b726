import ArgumentParser
import Foundation
import TimeText

/// A time on the command line: RFC 3339, or seconds since 1970 as Unix counts them.
struct UnixTime: Equatable {
    let seconds: Int64

    init(seconds: Int64) {
        self.seconds = seconds
    }

    /// For an option's `transform`; what is thrown ends up behind the option's name.
    init(argument: String) throws {
        if let seconds = Int64(argument) {
            self.seconds = seconds
            return
        }
        do throws(TimeTextError) {
            self.seconds = Self.floor(try RFC3339.milliseconds(of: argument))
        } catch .noSuchTime {
            throw ValidationError("there is no such time")
        } catch {
            throw ValidationError("expected RFC 3339, as in 2026-11-22T12:00:00Z, or Unix seconds")
        }
    }

    /// The host's clock.
    static var now: UnixTime {
        UnixTime(seconds: Int64(Date().timeIntervalSince1970.rounded(.down)))
    }

    /// The time in RFC 3339; nil for what four figures of a year cannot say.
    static func text(seconds: Int64) -> String? {
        let yearZero: Int64 = -62_167_219_200
        let endOf9999: Int64 = 253_402_300_799
        guard (yearZero...endOf9999).contains(seconds) else { return nil }
        return RFC3339.text(milliseconds: seconds * 1000)
    }

    private static func floor(_ milliseconds: Int64) -> Int64 {
        let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
