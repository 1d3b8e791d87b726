import Foundation

/// Default folder for the state of programs, XDG Base Directory Specification: `XDG_STATE_HOME`.
package enum StateFolder {
    /// The place as the help names it.
    package static let name = "$XDG_STATE_HOME/mitid-tokens, or else ~/.local/state/mitid-tokens"

    /// `$XDG_STATE_HOME`, or `.local/state` in `$HOME`; the specification wants a path that is not absolute to be ignored.
    package static var path: String {
        let environment = ProcessInfo.processInfo.environment
        let named = { (name: String) in environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
        let home = { named("HOME") ?? FileManager.default.homeDirectoryForCurrentUser.path }
        return (named("XDG_STATE_HOME") ?? home() + "/.local/state") + "/mitid-tokens"
    }
}
