import ChipConnections
import ChipQualification
import CommandLineTool
import Foundation
import LibCrypto
import TokenQuality

/// A tray of tokens, which a person puts in and takes out one after the other.
struct ChipBatch: Sendable {
    /// The options of every token; the label and the tokens before it are still missing.
    let options: QualificationOptions
    let transport: TokenTransport
    private let selection: ChipSelection
    private let folder: URL
    private let labels: BatchLabels
    private let count: Int?
    private let delivery: Set<String>?
    private let resumes: Bool
    private let digest: String?
    private let settings: String

    private static let tool = "mitid-token"
    private static let lookInterval = Duration.milliseconds(150)

    init(_ command: ChipQualifyCommand, _ options: QualificationOptions, _ digest: String?) throws {
        var options = options
        options.selection.added.append("B")
        options.tray = Tray()
        self.options = options
        self.transport = command.token.reader == nil ? .usb : .card
        self.selection = ChipSelection(port: command.token.port, reader: command.token.reader)
        self.folder = URL(filePath: command.report)
        self.labels = try BatchLabels(command.tray)
        if case .listed(let labels) = self.labels { self.count = labels.count } else { self.count = command.tray.count }
        self.delivery = try command.tray.delivery.map { path in
            Set(try BatchLabels.lines(of: path, for: "--delivery \(path)"))
        }
        self.resumes = command.tray.resume
        self.digest = digest
        self.settings = Self.settings(options, digest)
        _ = try ChipQualifyCommand.qualificationRun(options, on: self.transport)
    }

    /// The checks and the profile, which are the same for all tokens of a batch.
    private static func settings(_ options: QualificationOptions, _ digest: String?) -> String {
        let selection = options.selection
        var parts = ["set \(selection.set.rawValue)"]
        if !selection.only.isEmpty { parts.append("only \(selection.only.joined(separator: " "))") }
        if !selection.skipped.isEmpty { parts.append("without \(selection.skipped.joined(separator: " "))") }
        if !selection.allowed.isEmpty {
            parts.append("allowed \(selection.allowed.map(\.rawValue).joined(separator: " "))")
        }
        if selection.added.contains("S01") { parts.append("soak \(options.soakCount)") }
        parts.append(digest.map { "profile \($0.prefix(16))" } ?? "no profile")
        parts.append("\(options.roots.count) roots")
        return parts.joined(separator: ", ")
    }

    /// Goes through the tray, and gives the verdict on all tokens.
    func run() async throws -> Verdict {
        var journal: BatchJournal
        do throws(BatchJournal.Fault) {
            journal = try BatchJournal(in: self.folder, settings: self.settings, resumes: self.resumes)
        } catch {
            throw UnusableInput("--report \(error)")
        }
        let last = journal
        let finished = try await Interruption.run { try await self.goThrough(last) }
        journal = finished
        let batch = try self.write(journal)
        BatchProgress.end(batch, folder: self.folder.relativePath)
        return batch.verdict
    }

    /// Puts every token through its checks, until the labels end or the task is cancelled.
    private func goThrough(_ begun: BatchJournal) async throws -> BatchJournal {
        var journal = begun
        _ = try self.write(journal)
        // What is in at the start of a resumed batch may be the token of the last row.
        var slot = TraySlot(holdsStranger: self.resumes && self.place() != nil)
        if slot.state == .judged {
            BatchProgress.askToTakeOut(label: nil)
            guard await self.isEmptied(&slot) else { return journal }
        }
        switch self.labels {
        case .listed(let labels):
            for label in labels where !journal.isJudged(label) {
                guard try await self.token(label, &slot, &journal) else { break }
            }
        case .scanned(let lines):
            BatchProgress.askForLabel()
            for await label in lines {
                guard !Task.isCancelled else { break }
                if label.isEmpty { continue }
                if let fault = self.fault(of: label, journal) {
                    BatchProgress.refuse(fault)
                } else {
                    guard try await self.token(label, &slot, &journal) else { break }
                    if let count = self.count, journal.records.count(where: \.row.isJudged) >= count { break }
                }
                BatchProgress.askForLabel()
            }
        }
        return journal
    }

    private func fault(of label: String, _ journal: BatchJournal) -> String? {
        guard TokenLabel.isUsable(label) else { return "a label must be \(TokenLabel.form)" }
        return journal.isJudged(label) ? "\(label) has its verdict already; scan another label" : nil
    }

    /// Waits for a token, checks it, stores its row, and waits until it is out; `false` if the task was cancelled.
    private func token(_ label: String, _ slot: inout TraySlot, _ journal: inout BatchJournal) async throws -> Bool {
        BatchProgress.askToPutIn(label)
        guard let place = await self.arrival(&slot) else { return false }
        var options = self.options
        options.label = label
        options.seed &+= UInt64(journal.records.count)
        options.tray = journal.tray(without: label, self.delivery)
        let run = try ChipQualifyCommand.qualificationRun(options, on: place.transport)
        let (folder, digest) = (self.folder.appendingPathComponent(label), self.digest)
        let trace = options.traces ? try TraceFile(in: folder) : nil
        let report: @Sendable (RunEvent) -> Void = { event in
            trace?.add(event)
            BatchProgress.show(event)
        }
        let result = await ChipJudgement.judge(run, place, report: report)
        try ChipJudgement.write(result, digest, to: folder)
        let record = BatchRecord(result)
        do throws(BatchJournal.Fault) {
            try journal.add(record)
        } catch {
            throw UnusableInput("--report \(error)")
        }
        _ = try self.write(journal)
        slot.judged()
        BatchProgress.tell(record.row)
        guard !Task.isCancelled else { return false }
        BatchProgress.askToTakeOut(label: label)
        return await self.isEmptied(&slot)
    }

    private func write(_ journal: BatchJournal) throws(UnusableInput) -> Batch {
        let batch = Batch(
            journal.records.map(\.row),
            journal.tray(without: nil, self.delivery),
            self.options.selection,
            count: self.count
        )
        do {
            try batch.write(to: self.folder, tool: Self.tool)
        } catch {
            throw UnusableInput("--report \(self.folder.relativePath): cannot be written")
        }
        return batch
    }

    // MARK: The slot

    /// The token in the port or on the reader; `nil` for none.
    private func place() -> ChipPlace? { self.selection.matches(in: ChipPlaces.now().places).first }

    private func arrival(_ slot: inout TraySlot) async -> ChipPlace? {
        var problem: String?
        while !Task.isCancelled {
            let found = ChipPlaces.now()
            let place = self.selection.matches(in: found.places).first
            if slot.look(isPresent: place != nil, at: Self.now()) == .check { return place }
            let name = self.transport == .usb ? "USB" : "card readers"
            let current = found.problems.first { $0.hasPrefix(name) }
            if let current, current != problem { BatchProgress.refuse(current) }
            problem = current
            try? await Task.sleep(for: Self.lookInterval)
        }
        return nil
    }

    private func isEmptied(_ slot: inout TraySlot) async -> Bool {
        while !Task.isCancelled {
            if slot.look(isPresent: self.place() != nil, at: Self.now()) == .next { return true }
            try? await Task.sleep(for: Self.lookInterval)
        }
        return false
    }

    /// Milliseconds since the computer was started.
    private static func now() -> UInt64 { UInt64(max(0, ProcessInfo.processInfo.systemUptime) * 1_000) }
}

extension BatchJournal {
    fileprivate func isJudged(_ label: String) -> Bool {
        self.records.contains { $0.row.label == label && $0.row.isJudged }
    }

    /// The judged tokens; one without a verdict will be put in again, and is not held against itself.
    fileprivate func tray(without label: String?, _ delivery: Set<String>?) -> Tray {
        var tray = Tray(delivery: delivery)
        for record in self.records where record.row.isJudged && record.row.label != label {
            if let member = record.member { tray.add(member) }
        }
        return tray
    }
}
