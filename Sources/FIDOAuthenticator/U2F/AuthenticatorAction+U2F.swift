import ISO7816

extension AuthenticatorAction {
    /// U2F's answer: data and a status word.
    static func u2fReply(_ data: [UInt8], _ statusWord: StatusWord) -> AuthenticatorAction {
        .reply(data + statusWord.bytes)
    }

    /// U2F's `6985` for want of a touch.
    static let u2fUserMissing = AuthenticatorAction.replyUserMissing(StatusWord.conditionsNotSatisfied.bytes)
}
