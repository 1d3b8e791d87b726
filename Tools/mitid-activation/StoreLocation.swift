import Foundation

/// Where the records are, as `--store` names it.
struct StoreLocation: CustomStringConvertible, Sendable {
    let path: String

    /// Nil for anything but `sqlite:PATH`.
    init?(_ text: String) {
        guard text.hasPrefix("sqlite:") else { return nil }
        let path = String(text.dropFirst("sqlite:".count))
        guard !path.isEmpty, !path.utf8.contains(0) else { return nil }
        self.path = path
    }

    private init(path: String) {
        self.path = path
    }

    /// A file in the user's state folder, as the XDG Base Directory Specification places it.
    static var standard: StoreLocation {
        let given = ProcessInfo.processInfo.environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let folder = given ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".local/state").path
        return StoreLocation(path: folder + "/mitid-tokens/activation.sqlite")
    }

    var description: String { "sqlite:\(self.path)" }
}
