import CPCSC

/// A context of the PC/SC resource manager, PC/SC part 5, section 3.2.1.
///
/// Its calls exclude each other for as long as each one takes, so each connection and each watcher has one of its own.
struct ResourceManagerContext: ~Copyable {
    let context: SCARDCONTEXT

    private init(_ context: SCARDCONTEXT) {
        self.context = context
    }

    deinit {
        SCardReleaseContext(self.context)
    }

    static func established() throws(PCSCError) -> ResourceManagerContext {
        var context = SCARDCONTEXT()
        try unsafe check(SCardEstablishContext(DWORD(SCARD_SCOPE_SYSTEM), nil, nil, &context))
        return ResourceManagerContext(context)
    }

    /// The names of the readers, in the order in which pcscd has them; none is no error.
    func readerNames() throws(PCSCError) -> [String] {
        while true {
            var length = DWORD()
            do throws(PCSCError) {
                try unsafe check(SCardListReaders(self.context, nil, nil, &length))
                var names = [CChar](repeating: 0, count: Int(length) + 1)
                try unsafe check(SCardListReaders(self.context, nil, &names, &length))
                return names.prefix(Int(length)).split(separator: 0).map { name in
                    String(decoding: name.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                }
            } catch .noReaders {
                return []
            } catch .insufficientBuffer {
                // A reader came between the two calls.
                continue
            }
        }
    }

    /// Waits until the state of a reader is another than is known.
    ///
    /// - Parameters:
    ///   - known: The names of readers with the states that they are known to have.
    ///   - milliseconds: The longest wait; zero looks and does not wait.
    /// - Returns: The states now; the same ones after the longest wait.
    /// - Throws: ``PCSCError``; `unknownReader` if one has gone meanwhile.
    func states(of known: [(name: String, state: DWORD)], waiting milliseconds: Int) throws(PCSCError) -> [ReaderState]
    {
        let names = known.map { CStringCopy($0.name) }
        var states: [SCARD_READERSTATE] = unsafe known.indices.map { index in
            var state = unsafe SCARD_READERSTATE()
            unsafe state.szReader = unsafe UnsafePointer(names[index].pointer)
            unsafe state.dwCurrentState = known[index].state
            return unsafe state
        }
        let count = DWORD(known.count)
        do throws(PCSCError) {
            try unsafe check(SCardGetStatusChange(self.context, DWORD(milliseconds), &states, count))
        } catch .timeout {
            // Nothing has changed; the states are filled in all the same.
        }
        return withExtendedLifetime(names) {
            unsafe zip(known, states).map { known, state in unsafe ReaderState(known.name, state) }
        }
    }
}

/// A string of C that lives as long as this.
@safe private final class CStringCopy {
    let pointer: UnsafeMutablePointer<CChar>

    init(_ text: String) {
        let bytes = text.utf8CString
        unsafe self.pointer = .allocate(capacity: bytes.count)
        for (index, byte) in bytes.enumerated() { unsafe self.pointer[index] = byte }
    }

    deinit {
        unsafe self.pointer.deallocate()
    }
}

/// Throws what a call of the resource manager reports.
func check(_ result: LONG) throws(PCSCError) {
    if let error = PCSCError(result: Int(result)) { throw error }
}
