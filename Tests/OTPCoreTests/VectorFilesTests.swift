import Foundation
import Testing
import VectorSupport

/// The vectors as a whole.
struct VectorFilesTests {
    /// A file that no test names would rot unseen.
    @Test func noVectorFileIsUnread() throws {
        let tests = VectorFolder.url.deletingLastPathComponent().appending(path: "Tests")
        var sources = ""
        for path in FileManager.default.enumerator(atPath: tests.path())?.compactMap({ $0 as? String }) ?? []
        where path.hasSuffix(".swift") {
            sources += try String(contentsOf: tests.appending(path: path), encoding: .utf8)
        }
        let names = try VectorFolder.fileNames()
        #expect(names.count > 20)
        for name in names {
            #expect(sources.contains("\"\(name)\""), "no test under Tests/ names Vectors/\(name).json")
        }
    }

    @Test func anUnknownFileIsAnError() {
        #expect(throws: (any Error).self) { try VectorFile<HOTPGroup>.named("no_such_test") }
    }

    @Test func aFileOfAnotherKindIsAnErrorThatNamesIt() throws {
        let error = try #require(throws: VectorFileError.self) { try VectorFile<HOTPGroup>.named("hash_sha1_test") }
        #expect(error.description.hasPrefix("Vectors/hash_sha1_test.json: "))
    }
}
