/// The judged tokens of a tray, to hold the next one against.
package struct Tray: Sendable {
    /// A token of the tray.
    package struct Member: Equatable, Sendable {
        package let label: String
        package let marks: TokenMarks

        package init(label: String, marks: TokenMarks) {
            self.label = label
            self.marks = marks
        }
    }

    /// A credential with the label of its token.
    package struct KnownHandle: Equatable, Sendable {
        package let handle: TokenMarks.Handle
        package let label: String
        package let serialNumber: String?

        package init(handle: TokenMarks.Handle, label: String, serialNumber: String?) {
            self.handle = handle
            self.label = label
            self.serialNumber = serialNumber
        }
    }

    package private(set) var members: [Member] = []

    /// Serial numbers that were ordered; `nil` without a list.
    package let delivery: Set<String>?

    private var origins: [TokenMarks.Value: String] = [:]

    package init(delivery: Set<String>? = nil) {
        self.delivery = delivery
    }

    /// Takes a judged token; another one with its label is not expected.
    package mutating func add(_ member: Member) {
        self.members.append(member)
        for value in member.marks.values where self.origins[value] == nil { self.origins[value] = member.label }
    }

    /// The credentials of all tokens.
    package var handles: [KnownHandle] {
        self.members.flatMap { member in
            member.marks.handles.map {
                KnownHandle(handle: $0, label: member.label, serialNumber: member.marks.serialNumber)
            }
        }
    }

    /// A value that the token has in common with an earlier one.
    package struct Repetition: Equatable, Sendable {
        package let value: TokenMarks.Value
        package let label: String
    }

    /// The first value that was seen before; channels count only if nothing else was.
    package func repetition(of marks: TokenMarks) -> Repetition? {
        let found = marks.values.compactMap { value in
            self.origins[value].map { Repetition(value: value, label: $0) }
        }
        return found.first { $0.value.kind != .channel } ?? found.first
    }

    /// Results of a look at a serial number.
    package enum SerialNumber: Equatable, Sendable {
        case unique
        case repeated(label: String)
        /// It is not in the list of the delivery.
        case foreign
    }

    package func judge(serialNumber: String) -> SerialNumber {
        if let other = self.members.first(where: { $0.marks.serialNumber == serialNumber }) {
            return .repeated(label: other.label)
        }
        if let delivery, !delivery.contains(serialNumber) { return .foreign }
        return .unique
    }
}
