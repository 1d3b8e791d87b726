extension Dossier {
    /// An operator forgets the wrong tries under a user ID: of passwords, of activations, and of the holder's devices.
    ///
    /// A block that an operator has set stays, and so does a permanent one.
    ///
    /// - Parameter time: Now.
    /// - Returns: The record as it now stands; nil if there is no such holder.
    package mutating func unblockHolder(at time: UnixTime) -> HolderRecord? {
        self.holder?.attempts = HolderAttempts()
        if self.holder != nil {
            self.token?.forgetTries()
            for index in self.held.indices { self.held[index].forgetTries() }
        }
        self.noteHolder(.holderUnblocking, self.holder == nil ? .unknownHolder : .granted, at: time)
        return self.holder
    }

    /// An operator forgets the wrong tries of a caller; the entry names that caller, not who asks.
    ///
    /// - Parameter time: Now.
    /// - Returns: The record as it was; nil if the dossier is not about a caller.
    package mutating func unblockCaller(at time: UnixTime) -> CallerRecord? {
        guard case .caller(let id) = self.subject, let before = self.caller, before.id == id else { return nil }
        self.caller?.wrongTries = RequestBucket()
        self.note(.callerUnblocking, .granted, at: time)
        return before
    }
}

extension CallerRecord {
    /// When the caller may try again; nil if at once.
    package func throttledUntil(at time: UnixTime, _ throttles: ThrottlePolicy) -> UnixTime? {
        var bucket = self.wrongTries
        bucket.cut(at: time, throttles.callers)
        return bucket.nextTry(at: time, throttles.callers)
    }
}
