import CTAPHID

/// What an authenticator knows while it has power.
struct PowerSession: Sendable {
    var poweredOnAt: Uptime?
    var transport = AuthenticatorTransport.usb

    /// When the last touch came that nothing waited for.
    var lastTouch: Uptime?
}
