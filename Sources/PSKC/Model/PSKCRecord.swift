/// What a reader delivers: a key that can be used as it is, or a reject that says why not.
package enum PSKCRecord: ~Copyable, Sendable {
    case key(PSKCKey)
    case rejected(PSKCReject)
}
