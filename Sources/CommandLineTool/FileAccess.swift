import Glibc

/// Access that others may have to a file that a service trusts.
///
/// There is one rule for all of them. A file with secrets, such as keys and tokens, is refused if others may read or write it. One
/// without secrets, such as a policy, is refused if everyone may write it, because what the service does depends on it.
package enum FileAccess: Sendable {
    /// The file holds secrets.
    case owner

    /// All may read the file.
    case readers

    /// Refuses a file whose mode lets others do too much; what is not a regular file, such as a pipe, has no such mode.
    ///
    /// - Parameters:
    ///   - path: The path of the file; a missing file is no error here.
    ///   - source: What names the file in an error.
    /// - Throws: ``UnusableInput``.
    package func check(_ path: String, for source: String) throws(UnusableInput) {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        switch self {
        case .owner:
            guard status.st_mode & 0o077 == 0 else {
                throw UnusableInput("\(source): holds secrets, and others may read or write it; chmod 600 mends that")
            }
        case .readers:
            guard status.st_mode & 0o002 == 0 else {
                throw UnusableInput("\(source): everyone may write it; chmod o-w mends that")
            }
        }
    }
}
