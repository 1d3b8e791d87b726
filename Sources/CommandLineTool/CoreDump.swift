import CPrctl
import Glibc

/// The image of a process that has crashed: it would hold every secret the process has had.
enum CoreDump {
    /// Forbids it, to files (the limit of 0 bytes) and to programs that take them (the process is not dumpable, which also
    /// keeps other processes of the same user from reading its memory), prctl(2).
    static func forbid() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        _ = forbidCoreDump()
    }
}
