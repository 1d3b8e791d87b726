/// Why a store did not do what was asked; nothing was changed, unless it says otherwise.
package enum TokenStoreError: Error, Equatable, Sendable {
    /// It cannot be opened, read or written: locked for too long, disk full, no permission. The reason is the engine's own.
    case unavailable(reason: String)

    /// It was lost while it made a change durable: nobody knows whether it did. The reason is the engine's own.
    ///
    /// No code counts twice for it, but one that was refused this way may have been spent.
    case outcomeUnknown(reason: String)
    /// It holds something this program cannot have written.
    case damaged(reason: String)

    /// A later version of this program has changed its form.
    case newerSchema
}
