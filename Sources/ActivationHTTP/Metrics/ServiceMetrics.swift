import Activation
import HTTPService
import Synchronization

/// The figures of `/metrics`: what was decided, and how long requests took.
///
/// Labels are names from this program only, never a serial number, a user ID or a path as it was sent: their number is bounded.
final class ServiceMetrics: Sendable {
    struct Decision: Hashable, Comparable {
        let event: String
        let reason: String

        static func < (left: Decision, right: Decision) -> Bool {
            (left.event, left.reason) < (right.event, right.reason)
        }
    }

    struct Request: Hashable, Comparable {
        let method: String
        let path: String
        let status: Int

        static func < (left: Request, right: Request) -> Bool {
            (left.path, left.method, left.status) < (right.path, right.method, right.status)
        }
    }

    struct Figures {
        var decisions: [Decision: UInt64] = [:]
        var requests: [Request: UInt64] = [:]
        var durations: [String: Histogram] = [:]
        var inFlight = 0
        var imported: UInt64 = 0
        var duplicates: UInt64 = 0
        var rejected: UInt64 = 0
        var storeUnavailable: UInt64 = 0
        var outcomeUnknown: UInt64 = 0
    }

    private let figures = Mutex(Figures())

    /// The figures as they stand.
    var current: Figures { self.figures.withLock { $0 } }

    func decided(_ event: AuditEvent, _ reason: AuditReason) {
        self.figures.withLock { $0.decisions[Decision(event: event.name, reason: reason.name), default: 0] += 1 }
    }

    func imported(_ report: ImportReport) {
        self.figures.withLock { figures in
            figures.imported += UInt64(report.imported)
            figures.duplicates += UInt64(report.duplicates)
            figures.rejected += UInt64(report.rejectedCount)
        }
    }

    func storeFailed(isOutcomeKnown: Bool) {
        self.figures.withLock { figures in
            if isOutcomeKnown { figures.storeUnavailable += 1 } else { figures.outcomeUnknown += 1 }
        }
    }

    func requestStarted() {
        self.figures.withLock { $0.inFlight += 1 }
    }

    func requestEnded(_ request: Request, after duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.figures.withLock { figures in
            figures.inFlight -= 1
            figures.requests[request, default: 0] += 1
            figures.durations[request.path, default: Histogram()].observe(Double(seconds) + Double(attoseconds) / 1e18)
        }
    }
}
