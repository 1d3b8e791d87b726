/// Which rule bytes break, and where.
package struct CBORError: Error, Equatable, Sendable {
    package var rule: CBORRule

    /// Where in the bytes the rule is broken: the offset of the item's first byte, or of the first byte that is missing or
    /// too many.
    package var offset: Int

    package init(_ rule: CBORRule, at offset: Int) {
        self.rule = rule
        self.offset = offset
    }
}
