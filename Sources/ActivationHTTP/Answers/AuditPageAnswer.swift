package import Activation

/// A piece of one chain of the audit trail.
package struct AuditPageAnswer: Encodable, Sendable {
    /// The chain these entries are of; none if nothing was decided yet.
    package let chain: String?
    /// All chains there are: each writer of a store may have its own.
    package let chains: [String]
    package let entries: [AuditLinkAnswer]
    /// What to give as `after` for the page that follows; none if this is the last one for now.
    package let next: UInt64?

    package init(chain: String?, chains: [String], links: [AuditLink], limit: Int) {
        self.chain = chain
        self.chains = chains
        self.entries = links.map(AuditLinkAnswer.init)
        self.next = links.count == limit ? links.last?.number : nil
    }
}
