import Glibc

/// Setting for the crash reports of Swift's runtime.
enum Backtraces {
    private static let variable = "SWIFT_BACKTRACE"

    /// Reports the positions in the code; no registers and no memory, which may hold a secret.
    private static let settings = "registers=none,images=none,interactive=no"

    /// Starts the program again with these settings, because the runtime reads them before any code of ours runs.
    ///
    /// If the variable is set already, its value holds. If the program cannot be started again, a crash prints nothing.
    static func hideMemory() {
        if unsafe getenv(Self.variable) != nil { return }
        _ = unsafe setenv(Self.variable, Self.settings, 1)
        // By its own name, which lists of processes show; by the link if the file has been replaced meanwhile.
        var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        if unsafe readlink("/proc/self/exe", &path, Int(PATH_MAX)) > 0 {
            _ = unsafe execv(path, CommandLine.unsafeArgv)
        }
        _ = unsafe execv("/proc/self/exe", CommandLine.unsafeArgv)
        for signal in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] {
            _ = Glibc.signal(signal, SIG_DFL)
        }
    }
}
