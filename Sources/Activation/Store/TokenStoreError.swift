/// Why a store did not do what was asked; nothing was changed.
package enum TokenStoreError: Error, Equatable, Sendable {
    /// It cannot be opened, read or written: locked for too long, disk full, no permission. The reason is the engine's own.
    case unavailable(reason: String)

    /// It holds something this program cannot have written.
    case damaged(reason: String)

    /// A later version of this program has changed its form.
    case newerSchema
}
