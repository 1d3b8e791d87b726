extension Tray {
    /// The checks that need all tokens.
    package static let lotChecks = [Self.certificateCheck, Self.revisionCheck, Self.latencyCheck]

    /// The outcomes of those checks that are selected.
    package func lotFindings(_ selection: CheckSelection) -> [Finding] {
        let names = selection.selected(of: Self.lotChecks).map { check in check.id }
        return [self.certificates, self.revisions, self.latencies].filter { names.contains($0.check.id) }
    }

    private static let certificateCheck = CheckDescription(
        "A05",
        .batch,
        clause: "WebAuthn 14.4.1",
        "Tokens share their attestation certificate",
        .major,
        set: .quick
    )
    private static let revisionCheck = CheckDescription(
        "B04",
        .batch,
        clause: "-",
        "All tokens are of one revision",
        .major,
        set: .quick
    )
    private static let latencyCheck = CheckDescription(
        "B05",
        .batch,
        clause: "-",
        "No token's round trip is far from the others'",
        .information,
        set: .quick
    )

    /// One certificate for each token would tell its holders apart at every service.
    private var certificates: Finding {
        let digests = self.members.compactMap { member in member.marks.certificateDigest }
        let kinds = Set(digests)
        let outcome: CheckOutcome
        if digests.count < 2 {
            outcome = .skipped(reason: "fewer than two tokens have an attestation certificate")
        } else if kinds.count == digests.count {
            outcome = .failed(expected: "one certificate for many tokens", found: "\(kinds.count) tokens, each its own")
        } else {
            outcome = .passed(found: kinds.count == 1 ? "one certificate" : "\(kinds.count) certificates")
        }
        return Finding(Self.certificateCheck, outcome)
    }

    private var revisions: Finding {
        var names: [String] = []
        for property in self.members.flatMap({ member in member.marks.properties })
        where !names.contains(property.name) {
            names.append(property.name)
        }
        let differences = names.compactMap { self.difference(of: $0) }
        let outcome: CheckOutcome =
            self.members.count < 2
            ? .skipped(reason: "fewer than two tokens were judged")
            : differences.isEmpty
                ? .passed(found: "\(names.count) properties are the same in \(self.members.count) tokens")
                : .failed(expected: "tokens of one revision", found: differences.joined(separator: "; "))
        return Finding(Self.revisionCheck, outcome)
    }

    /// The tokens that depart from the most frequent value of a property; `nil` for none.
    private func difference(of name: String) -> String? {
        var labels: [(value: String, labels: [String])] = []
        for member in self.members {
            let value = member.marks.properties.first { $0.name == name }?.value ?? "none"
            if let index = labels.firstIndex(where: { $0.value == value }) {
                labels[index].labels.append(member.label)
            } else {
                labels.append((value, [member.label]))
            }
        }
        guard labels.count > 1 else { return nil }
        // The first of equals.
        let most = labels.map { group in group.labels.count }.max() ?? 0
        let usual = labels.first { $0.labels.count == most }?.value ?? ""
        let others = labels.filter { $0.value != usual }.map { group in
            "\(group.value) in \(Self.list(group.labels))"
        }
        return "\(name): \(usual) in \(most) tokens, \(others.joined(separator: ", "))"
    }

    private var latencies: Finding {
        let times = self.members.compactMap { member in member.marks.roundTrip.map { (member.label, $0) } }
        let deviation = MedianDeviation(times.map { time in time.1 })
        let outliers = times.filter { deviation.isOutlier($0.1) }.map { time in time.0 }
        let outcome: CheckOutcome
        if times.count < MedianDeviation.leastCount {
            outcome = .skipped(reason: "fewer than \(MedianDeviation.leastCount) tokens were measured")
        } else {
            let text = "median \(deviation.median) microseconds, median deviation \(deviation.deviation)"
            outcome =
                outliers.isEmpty
                ? .passed(found: text)
                : .failed(expected: "at most three median deviations away: \(text)", found: Self.list(outliers))
        }
        return Finding(Self.latencyCheck, outcome)
    }

    /// The first labels of a list.
    private static func list(_ labels: [String]) -> String {
        let rest = labels.count - 10
        return labels.prefix(10).joined(separator: " ") + (rest > 0 ? " and \(rest) more" : "")
    }
}
