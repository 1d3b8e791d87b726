import Activation
import ActivationHTTP
import CommandLineTool
import Foundation
import HTTPService

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

    /// A chain as far as it is known, to be checked with the key of the trail.
    func chain(_ name: String, key: AuditKey?) -> AuditChain {
        guard let known = self.chains[name] else { return AuditChain(name: name, key: key) }
        return AuditChain(name: name, nextNumber: known.nextNumber, head: known.head, key: key)
    }
}
