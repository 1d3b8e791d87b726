import Activation
import Logging
import Synchronization

/// Notes requests that were refused for their access token: each in the log and the figures, some in the audit trail.
///
/// The trail takes a limited number of them, so that a flood of wrong tokens does not fill it. Log and trail have neither the
/// token nor anything else that the client has sent.
final class RefusedAccess: Sendable {
    /// For all unknown tokens together, and for each caller without the scope: 20 at once, and 2,880 a day.
    private static let throttle = RequestThrottle(burst: 20, interval: .seconds(30))

    private struct Kind: Hashable {
        let reason: AuditReason
        let caller: CallerID?
    }

    private let store: any TokenStore
    private let metrics: ServiceMetrics
    private let logger: Logger
    private let now: @Sendable () -> UnixTime
    private let buckets = Mutex<[Kind: RequestBucket]>([:])

    init(
        _ store: any TokenStore,
        metrics: ServiceMetrics,
        logger: Logger,
        now: @escaping @Sendable () -> UnixTime
    ) {
        self.store = store
        self.metrics = metrics
        self.logger = logger
        self.now = now
    }

    /// Notes a refusal.
    ///
    /// - Parameters:
    ///   - reason: Why.
    ///   - caller: Whose token it is, where that is known and has a name.
    ///   - path: The route, as this program writes it.
    ///   - scope: What the route wants.
    func note(_ reason: AuditReason, of caller: CallerID?, at path: String?, _ scope: AccessScope) async {
        let time = self.now()
        self.metrics.decided(.access, reason)
        var isInTrail = self.takesPlace(Kind(reason: reason, caller: caller), at: time)
        if isInTrail {
            do {
                try await self.store.append(AuditEntry(time: time, event: .access, reason: reason, caller: caller))
            } catch {
                isInTrail = false
            }
        }
        self.logger.notice(
            "access refused",
            metadata: [
                "reason": "\(reason.name)", "caller": "\(caller?.text ?? "unknown")", "path": "\(path ?? "unknown")",
                "scope": "\(scope.rawValue)", "inTrail": "\(isInTrail)",
            ]
        )
    }

    private func takesPlace(_ kind: Kind, at time: UnixTime) -> Bool {
        guard let throttle = Self.throttle else { return false }
        return self.buckets.withLock { buckets in
            var bucket = buckets[kind] ?? RequestBucket()
            guard bucket.nextTry(at: time, throttle) == nil else { return false }
            bucket.fill(at: time, throttle)
            buckets[kind] = bucket
            return true
        }
    }
}
