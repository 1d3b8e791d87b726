import Foundation
import LibCrypto
import Synchronization

/// Hashes passwords on threads of their own.
///
/// A hash takes tens of milliseconds and 32 MiB on purpose. So few run at once, none of them on a thread that serves
/// requests, and a bounded number waits: beyond it the service says that it is busy instead of falling ever further behind.
final class PasswordWorkers: Sendable {
    private let threads = OperationQueue()
    private let pending = Mutex(0)
    private let limit: Int

    init(threadCount: Int, pendingLimit: Int) {
        self.limit = pendingLimit
        self.threads.name = "passwords"
        self.threads.maxConcurrentOperationCount = threadCount
    }

    /// The line to store for a new password.
    func hash(_ password: PreparedPassword, cost: ScryptCost) async throws -> String {
        try await self.work {
            try password.bytes.withBytes { bytes throws(PasswordHashError) in
                try PasswordHash(of: bytes, cost: cost).description
            }
        }
    }

    /// Whether this is the password a stored line was made of.
    func verify(_ password: PreparedPassword, against stored: PasswordHash) async throws -> Bool {
        try await self.work {
            try password.bytes.withBytes { bytes throws(LibCryptoFailure) in try stored.verify(bytes) }
        }
    }

    private func work<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        let isTaken = self.pending.withLock { pending in
            guard pending < self.limit else { return false }
            pending += 1
            return true
        }
        guard isTaken else { throw ServiceBusy() }
        defer { self.pending.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            self.threads.addOperation {
                continuation.resume(with: Swift.Result { try body() })
            }
        }
    }
}

/// More work waits than the service is willing to hold.
struct ServiceBusy: Error, Equatable {}
