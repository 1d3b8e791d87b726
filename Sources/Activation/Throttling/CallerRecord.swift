/// What the service remembers of a caller: how many of its tries were wrong of late.
///
/// A store may forget it once its bucket is empty.
package struct CallerRecord: Equatable, Sendable {
    package let id: CallerID
    package internal(set) var wrongTries: RequestBucket

    /// A caller never heard of, or a record as it was stored.
    package init(id: CallerID, wrongTries: RequestBucket = RequestBucket()) {
        self.id = id
        self.wrongTries = wrongTries
    }
}
