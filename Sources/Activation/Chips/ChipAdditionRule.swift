/// The rule of adding a chip: what the holder has, what is presented, and what follows.
///
/// | the holder's chip | password alone | password and a code of the display or reader in use | password and an assertion of the chip |
/// |---|---|---|---|
/// | none | ask, wait, activate | at once | refused: there is no chip |
/// | in use | ask, wait, activate | at once | at once |
/// | blocked for a while | refused until the block ends | refused until the block ends | refused until the block ends |
/// | blocked permanently | refused; an operator can remove the chip | at once | refused |
///
/// mitid.dk confirms two ways: a login with a second factor, or to ask, to wait 24 hours and to activate. A chip that was in
/// use before ends when the new one is enrolled.
package enum ChipAdditionRule {
    /// What is presented for a new chip; that the password is right and the factor valid is checked elsewhere.
    package enum Presented: CaseIterable, Sendable {
        case password
        case passwordAndCode
        case passwordAndAssertion
    }

    /// What follows if all that is presented is right.
    package enum Outcome: Equatable, Sendable {
        /// The chip may be registered.
        case atOnce
        /// The chip may be registered if a ``ChipRequest`` was made long enough ago.
        case afterWaiting
        /// There is no chip that could have answered.
        case noChip
        /// The chip is blocked, and what is presented is not enough.
        case blocked(DeviceBlock)
    }

    /// What follows.
    ///
    /// - Parameters:
    ///   - hasChip: Whether the holder has a chip.
    ///   - block: The chip's block, if one holds.
    ///   - presented: What is presented.
    /// - Returns: The cell of the table.
    package static func outcome(hasChip: Bool, block: DeviceBlock?, presented: Presented) -> Outcome {
        switch (hasChip, block, presented) {
        case (false, _, .password): .afterWaiting
        case (false, _, .passwordAndCode): .atOnce
        case (false, _, .passwordAndAssertion): .noChip
        case (true, nil, .password): .afterWaiting
        case (true, nil, .passwordAndCode), (true, nil, .passwordAndAssertion): .atOnce
        case (true, .temporary(let until)?, _): .blocked(.temporary(until: until))
        case (true, .permanent?, .password), (true, .permanent?, .passwordAndAssertion): .blocked(.permanent)
        case (true, .permanent?, .passwordAndCode): .atOnce
        }
    }
}
