import Activation
import ActivationHTTP
import StoreSupport

/// Changes by an attacker who has the database alone.
extension ForgedTrailTests {
    /// Each change, with the number of the first entry that it concerns.
    static func changes(
        of trail: [AuditLink],
        _ intruder: Intruder
    ) -> [(place: UInt64, name: String, statements: [String])] {
        var changes: [(place: UInt64, name: String, statements: [String])] = []
        let zero = intruder.literal(String(repeating: "00", count: 32))
        for place in 0..<Self.count {
            let here = "WHERE number = \(place)"
            for assignment in [
                "number = 1000", "at = at + 1", "event = 'unblocking'", "event = 'nonsense'", "reason = 'spent-code'",
                "serial_number = 'X'", "user_id = 'bo'", "caller = 'x'", "hash = \(zero)",
            ] { changes.append((place, assignment, ["UPDATE audit SET \(assignment) \(here)"])) }
            for column in ["serial_number", "user_id", "caller"] {
                changes.append((place, "no \(column)", ["UPDATE audit SET \(column) = NULL \(here)"]))
            }
            changes.append((place, "deletion", ["DELETE FROM audit \(here)"]))
            let renumbering = [
                "DELETE FROM audit \(here)", "UPDATE audit SET number = -number WHERE number > \(place)",
                "UPDATE audit SET number = -number - 1 WHERE number < 0",
            ]
            changes.append((place, "renumbering", renumbering))
            var fewer = trail
            fewer.remove(at: Int(place))
            changes.append((place, "renumbering and hashing", renumbering + Self.hashedAgain(fewer, intruder)))
            changes.append(
                (
                    place, "renumbering, hashing and sealing",
                    renumbering + Self.hashedAgain(fewer, intruder) + [Self.forgedSeal(fewer, intruder)]
                )
            )
            changes.append(
                (place, "an edit and hashing", Self.hashedAgain(trail, editing: Int(place), intruder))
            )
            if place + 1 < Self.count {
                changes.append(
                    (
                        place, "swap",
                        [
                            "UPDATE audit SET number = -1 \(here)",
                            "UPDATE audit SET number = \(place) WHERE number = \(place + 1)",
                            "UPDATE audit SET number = \(place + 1) WHERE number = -1",
                        ]
                    )
                )
            }
            let cut = "DELETE FROM audit WHERE number >= \(place)"
            changes.append((place, "cut", [cut]))
            changes.append((place, "cut without a seal", [cut, "DELETE FROM audit_seal"]))
            changes.append(
                (place, "cut with a seal", [cut, Self.forgedSeal(Array(trail.prefix(Int(place))), intruder)])
            )
            changes.append(
                (
                    Self.count, "entry \(place) repeated",
                    [
                        "CREATE TEMPORARY TABLE again AS SELECT * FROM audit \(here)",
                        "UPDATE again SET number = \(Self.count)", "INSERT INTO audit SELECT * FROM again",
                        "DROP TABLE again",
                    ]
                )
            )
        }
        return changes
    }

    /// All hashes as anybody can compute them.
    static func hashedAgain(
        _ links: [AuditLink],
        editing place: Int? = nil,
        _ intruder: Intruder
    ) -> [String] {
        var chain = AuditChain(name: intruder.chain)
        var statements: [String] = []
        for (index, link) in links.enumerated() {
            var entry = link.entry
            if index == place {
                entry = AuditEntry(time: entry.time, event: .unblocking, reason: .granted, caller: CallerID("eve"))
                statements.append(
                    """
                    UPDATE audit SET event = 'unblocking', reason = 'granted', serial_number = NULL, user_id = NULL, caller = 'eve'
                    WHERE number = \(index)
                    """
                )
            }
            let hash = Self.literal(chain.append(entry).hash, intruder)
            statements.append("UPDATE audit SET hash = \(hash) WHERE number = \(index)")
        }
        return statements
    }

    /// A seal as somebody makes it who has another key.
    static func forgedSeal(_ links: [AuditLink], _ intruder: Intruder) -> String {
        let key = AuditKey(copying: [UInt8](repeating: 7, count: 32).span, madeAt: Fleet.noon, chains: [])
        let end = links.last.map { AuditChain(name: intruder.chain, after: $0) } ?? AuditChain(name: intruder.chain)
        let seal = AuditSeal(of: end, with: key)
        return """
            UPDATE audit_seal SET next_number = \(seal.nextNumber), head = \(Self.literal(seal.head, intruder)),
            proof = \(Self.literal(seal.proof, intruder))
            """
    }

    static func literal(_ hash: AuditHash, _ intruder: Intruder) -> String {
        intruder.literal(hash.hexadecimal)
    }
}
