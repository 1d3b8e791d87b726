import Glibc

/// What tells one version of a file from the next without reading it.
struct FileVersion: Equatable, Sendable {
    private let inode: UInt64
    private let seconds: Int
    private let nanoseconds: Int

    /// The version of no file.
    init() {
        self.inode = 0
        self.seconds = 0
        self.nanoseconds = 0
    }

    init(_ status: stat) {
        self.inode = UInt64(status.st_ino)
        self.seconds = status.st_mtim.tv_sec
        self.nanoseconds = status.st_mtim.tv_nsec
    }

    /// Nil if there is no file.
    init?(path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        self.init(status)
    }
}
