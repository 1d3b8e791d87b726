import LibCrypto

/// The MAC that a container declares for its encrypted values.
final class ContainerMAC {
    let hash: HashFunction

    /// The MAC key of the container; nil where the encryption key serves.
    let key: SecretBytes?

    init(hash: HashFunction, key: consuming SecretBytes?) {
        self.hash = hash
        self.key = key
    }
}
