import ChipConnections
import ChipQualification
import Foundation
import Testing
import TokenQuality

@Suite struct BatchTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("batch-\(UUID().uuidString)")

    private static func result(_ label: String, found: String? = nil, cut: String? = nil) -> Qualification {
        let options = QualificationOptions(selection: CheckSelection(), seed: 7, label: label)
        let place = ChipPlace.card(reader: "Reader", answerToReset: [0x3B, 0x80])
        var result = Qualification(options, place, startedAt: Date(timeIntervalSince1970: 0))
        let check = CheckDescription("G01", .assertions, clause: "6.2", "Signs", .critical)
        result.findings = [
            Finding(check, found.map { .failed(expected: "", found: $0) } ?? .passed(found: "signed"))
        ]
        result.cut = cut
        result.marks.add(handle: .init(id: [1, 2], isU2F: true, counter: 9))
        result.marks.add(.signatureR, [3])
        result.marks.certificateDigest = [4]
        result.marks.properties = [.init("firmware version", "1")]
        return result
    }

    private func journal(resumes: Bool, settings: String = "set quick") throws -> BatchJournal {
        try BatchJournal(in: self.folder, settings: settings, resumes: resumes)
    }

    private func fault(resumes: Bool, settings: String = "set quick") -> String {
        do {
            _ = try self.journal(resumes: resumes, settings: settings)
            return ""
        } catch {
            return "\(error)"
        }
    }

    private var file: URL { self.folder.appendingPathComponent("batch.journal") }

    @Test("a journal is read again as it was written, with the last row of each label")
    func journal() throws {
        defer { try? FileManager.default.removeItem(at: self.folder) }
        let written: [BatchRecord]
        do {
            var journal = try self.journal(resumes: false)
            try journal.add(BatchRecord(Self.result("001", cut: "the token went away")))
            try journal.add(BatchRecord(Self.result("002")))
            try journal.add(BatchRecord(Self.result("001")))
            written = journal.records
        }
        let read = try self.journal(resumes: true).records
        #expect(read == written)
        #expect(read.map(\.row.label) == ["002", "001"])
        #expect(read.map(\.row.verdict) == ["qualified", "qualified"])
        let marks = try #require(read.first?.member?.marks)
        #expect(marks.handles == [.init(id: [1, 2], isU2F: true, counter: 9)])
        #expect(marks.values == [.init(.signatureR, [3])])
        #expect(marks.certificateDigest == [4])
    }

    @Test("a line that a crash cut off is dropped, at every byte")
    func tornLines() throws {
        defer { try? FileManager.default.removeItem(at: self.folder) }
        do {
            var journal = try self.journal(resumes: false)
            try journal.add(BatchRecord(Self.result("001")))
        }
        let first = try Data(contentsOf: self.file)
        do {
            var journal = try self.journal(resumes: true)
            try journal.add(BatchRecord(Self.result("002")))
        }
        let both = try Data(contentsOf: self.file)
        for length in first.count..<both.count {
            try both.prefix(length).write(to: self.file)
            #expect(try self.journal(resumes: true).records.map(\.row.label) == ["001"])
            #expect(try Data(contentsOf: self.file) == first)
        }
    }

    @Test("a batch is neither begun twice nor gone on with under other checks, nor by two programs")
    func refusals() throws {
        defer { try? FileManager.default.removeItem(at: self.folder) }
        #expect(self.fault(resumes: true).contains("holds no batch"))
        do {
            var journal = try self.journal(resumes: false)
            #expect(self.fault(resumes: true).contains("another program"))
            try journal.add(BatchRecord(Self.result("001")))
        }
        #expect(self.fault(resumes: false).contains("go on with --resume"))
        #expect(self.fault(resumes: true, settings: "set full").contains("begun with set quick"))
        var text = try String(contentsOf: self.file, encoding: .utf8)
        text = text.replacing(#""kind":"signatureR","value":"03""#, with: #""kind":"signatureR","value":"0g""#)
        try Data(text.utf8).write(to: self.file)
        #expect(self.fault(resumes: true).contains("line 2 is no token"))
    }

    @Test("the verdict on all tokens")
    func verdicts() throws {
        let good = BatchRow(Self.result("001"))
        let bad = BatchRow(Self.result("002", found: "nothing"))
        let cut = BatchRow(Self.result("003", cut: "the token went away"))
        func verdict(_ rows: [BatchRow], count: Int? = nil) -> Verdict {
            Batch(rows, Tray(), CheckSelection(), count: count).verdict
        }
        #expect(verdict([good], count: 1) == .qualified)
        #expect(verdict([good], count: 2) == .incomplete)
        #expect(verdict([]) == .incomplete)
        #expect(verdict([good, cut]) == .incomplete)
        #expect(verdict([good, bad, cut]) == .notQualified)
    }

    @Test("texts of a token cannot leave their field in batch.csv or batch.html")
    func escaping() throws {
        defer { try? FileManager.default.removeItem(at: self.folder) }
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        let row = BatchRow(Self.result("-1", found: "<script>\",\r\n=1"))
        try Batch([row], Tray(), CheckSelection(), count: 1).write(to: self.folder, tool: "test")
        let table = try String(contentsOf: self.folder.appendingPathComponent("batch.csv"), encoding: .utf8)
        #expect(table.contains("'-1,,,not-qualified,\"G01: <script>\"\",\r\n=1\",G01,"))
        let page = try String(contentsOf: self.folder.appendingPathComponent("batch.html"), encoding: .utf8)
        #expect(!page.contains("<script"))
    }
}
