import Glibc

/// The number of files that a process may open, setrlimit(2).
enum OpenFiles {
    /// Enough for every connection that a service takes; more would only make programs that close all files slow.
    private static let wanted: rlim_t = 16_384

    /// Raises the soft limit, which is 1024 on most systems, as far as the hard one allows.
    static func raiseLimit() {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur < Self.wanted else { return }
        limit.rlim_cur = min(Self.wanted, limit.rlim_max)
        _ = unsafe setrlimit(resource, &limit)
    }
}
