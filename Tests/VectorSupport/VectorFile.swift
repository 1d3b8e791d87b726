import Foundation

/// A file of `Vectors/`: the envelope around groups of tests, each group with parameters of its own kind.
///
/// ```swift
/// @Test(arguments: try VectorFile<HOTPGroup>.named("hotp_sha1_6_test").cases)
/// func aCounterGivesItsCode(_ vector: VectorCase<HOTPGroup>) throws { … }
/// ```
package struct VectorFile<Group: VectorGroup>: Decodable, Sendable {
    /// What the file is about, for people.
    package let subject: String
    /// The file of `Vectors/schemas/` that this one obeys.
    package let schema: String
    package let numberOfTests: Int
    package let notes: [String: String]
    package let testGroups: [Group]
    /// The file's name without `.json`.
    package private(set) var name = ""

    private enum CodingKeys: CodingKey {
        case subject
        case schema
        case numberOfTests
        case notes
        case testGroups
    }

    /// Reads `Vectors/<name>.json`.
    package static func named(_ name: String) throws -> VectorFile<Group> {
        let data = try Data(contentsOf: VectorFolder.url(of: name))
        do {
            var file = try JSONDecoder().decode(VectorFile<Group>.self, from: data)
            file.name = name
            return file
        } catch {
            throw VectorFileError(name: name, reason: String(describing: error))
        }
    }

    /// Every test of the file, each with the parameters of its group.
    package var cases: [VectorCase<Group>] {
        self.testGroups.flatMap { group in
            group.tests.map { VectorCase(file: self.name, group: group, test: $0) }
        }
    }
}
