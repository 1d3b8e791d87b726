/// What speaks for the make of an authenticator, Web Authentication level 3, section 6.5.3.
package enum AttestationKind: Equatable, Sendable {
    /// Nothing.
    case none
    /// The credential's own key.
    case itself
    /// A certificate that nobody looked into, for no roots are known.
    case unchecked
    /// A certificate that leads to a root.
    case trusted
}
