import Activation
import ActivationHTTP
import CommandLineTool
import Foundation
import HTTPService

/// What the check of a chain has found.
struct AuditReport: Encodable {
    let chain: String
    let entries: UInt64
    let isWhole: Bool
    /// The hash of the last entry that was found whole, in hexadecimal.
    let head: String
    let fault: String?

    /// So many entries an earlier check had found whole, and this one took for granted.
    private let known: UInt64

    private enum CodingKeys: CodingKey {
        case chain, entries, isWhole, head, fault
    }

    init<Store: TokenStore>(_ outcome: AuditCheck<Store>.Outcome, since start: AuditChain) {
        self.chain = outcome.end.name
        self.entries = outcome.end.nextNumber
        self.head = outcome.end.head.hexadecimal
        self.isWhole = outcome.fault == nil
        self.known = start.nextNumber
        self.fault = outcome.fault.map { fault in
            switch fault.kind {
            case .missing(let found): "entry \(fault.number) is missing: \(found) stands in its place"
            case .changed: "entry \(fault.number) is not what was written"
            case .cutOff: "entry \(fault.number) is missing: the chain ends before it"
            }
        }
    }

    var line: String {
        let checked = "\(self.entries - self.known) entries checked"
        let place = self.known == 0 ? checked : "\(checked) after the first \(self.known)"
        return "chain \(self.chain): \(self.fault ?? "whole"), \(place), head \(self.head)"
    }
}

/// How far the chains are known to be whole, as `audit --verify --json` has said.
struct KnownChains {
    private struct Report: Decodable {
        let chain: String
        let entries: UInt64
        let isWhole: Bool
        let head: String
    }

    private var chains: [String: AuditChain] = [:]

    /// None.
    init() {}

    /// - Parameter path: A file with that answer.
    /// - Throws: ``UnusableInput`` if it is anything else.
    init(file path: String) throws(UnusableInput) {
        let source = "--since \(path)"
        let bytes = try BoundedFile.bytes(of: path, for: source)
        guard let reports = try? JSONText.decode([Report].self, from: Data(bytes)) else {
            throw UnusableInput("\(source): not what 'audit --verify --json' prints")
        }
        for report in reports {
            guard report.isWhole else { throw UnusableInput("\(source): chain \(report.chain) was not whole then") }
            guard let head = AuditHash(hexadecimal: report.head) else {
                throw UnusableInput("\(source): the head of chain \(report.chain) is not 64 hexadecimal digits")
            }
            let chain = AuditChain(name: report.chain, nextNumber: report.entries, head: head)
            guard self.chains.updateValue(chain, forKey: report.chain) == nil else {
                throw UnusableInput("\(source): chain \(report.chain) is there twice")
            }
        }
    }

    var names: Set<String> { Set(self.chains.keys) }

    subscript(name: String) -> AuditChain { self.chains[name] ?? AuditChain(name: name) }
}
