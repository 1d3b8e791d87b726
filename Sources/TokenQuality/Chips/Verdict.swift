/// The judgement of a token.
package enum Verdict: String, Sendable {
    case qualified
    case notQualified = "not-qualified"
    /// The token went away, or a check could not be judged.
    case incomplete

    /// The verdict of findings: no critical failure, no major one, and no more minor ones than allowed.
    ///
    /// - Parameters:
    ///   - findings: The outcomes of all checks.
    ///   - allowedMinorFailures: Failures that a profile tolerates.
    ///   - isCut: Whether the run ended early; a loose contact must not pass for a bad token.
    /// - Returns: The verdict.
    package static func of(_ findings: [Finding], allowedMinorFailures: Int, isCut: Bool) -> Verdict {
        if isCut { return .incomplete }
        let failures = findings.compactMap { finding in finding.failure }
        if failures.contains(where: { $0 >= .major }) { return .notQualified }
        if failures.count(where: { $0 == .minor }) > allowedMinorFailures { return .notQualified }
        let isOpen = findings.contains { finding in
            if case .inconclusive = finding.outcome { return true }
            return false
        }
        let isJudged = findings.contains { finding in
            if case .passed = finding.outcome { return true }
            return finding.failure != nil
        }
        return isOpen || !isJudged ? .incomplete : .qualified
    }
}
