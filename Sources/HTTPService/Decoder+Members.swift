extension Decoder {
    /// Refuses an object with members that its type does not know, so that a typing error is not taken for a wish.
    package func refuseUnknownMembers<Names: CodingKey & CaseIterable>(besides names: Names.Type) throws {
        let container = try self.container(keyedBy: MemberName.self)
        guard container.allKeys.contains(where: { Names(stringValue: $0.stringValue) == nil }) else { return }
        let known = Set(names.allCases.map(\.stringValue))
        for name in container.allKeys.map(\.stringValue).sorted() where !known.contains(name) {
            let place = Problem.place(self.codingPath + [MemberName(name)])
            throw Problem.invalidBody(
                "\(place) is not a member here; known are \(known.sorted().joined(separator: ", "))."
            )
        }
    }

    /// A problem with the value at this place.
    package func refusal(of name: some CodingKey, _ reason: String) -> Problem {
        .invalidMember(Problem.place(self.codingPath + [name]).filter { $0 != "'" }, reason)
    }
}
