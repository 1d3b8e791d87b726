/// The checks of a run: a set of them, and names that are added or left out.
package struct CheckSelection: Equatable, Sendable {
    /// A name that no check has.
    package struct UnknownCheck: Error, Equatable, Sendable {
        package let id: String

        package init(id: String) {
            self.id = id
        }
    }

    package var set: CheckSet

    /// Names of checks or the letters before their numbers; empty for the whole set.
    package var only: [String]
    package var skipped: [String]

    /// Names of checks beside the set.
    package var added: [String] = []
    package var allowed: [Effect]

    package init(_ set: CheckSet = .standard, only: [String] = [], skipped: [String] = [], allowed: [Effect] = []) {
        self.set = set
        self.only = only
        self.skipped = skipped
        self.allowed = allowed
    }

    /// The checks that are to be run, in their order.
    ///
    /// A name in ``only`` also brings in a check of a larger set.
    package func checks(of all: [CheckDescription]) throws(UnknownCheck) -> [CheckDescription] {
        for name in self.only + self.skipped + self.added {
            guard all.contains(where: { Self.matches($0, name) }) else { throw UnknownCheck(id: name) }
        }
        return self.selected(of: all)
    }

    /// The same for a part of all checks, which need not have all names.
    package func selected(of part: [CheckDescription]) -> [CheckDescription] {
        part.filter { check in
            guard !self.skipped.contains(where: { Self.matches(check, $0) }) else { return false }
            if self.added.contains(where: { Self.matches(check, $0) }) { return true }
            guard self.only.isEmpty else { return self.only.contains { Self.matches(check, $0) } }
            return check.set <= self.set
        }
    }

    /// Whether a check may have its effect.
    package func allows(_ check: CheckDescription) -> Bool {
        !check.effect.needsPermission || self.allowed.contains(check.effect)
    }

    private static func matches(_ check: CheckDescription, _ name: String) -> Bool {
        check.id == name || (name.utf8.count == 1 && check.id.utf8.first == name.utf8.first)
    }
}
