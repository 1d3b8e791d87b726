import LibCrypto

/// How a container is read.
package struct PSKCReaderOptions: Equatable, Sendable {
    /// Whether the *Id* of a key stands for the serial number where the file names none.
    ///
    /// Off unless asked for: a record without a serial number is rejected, because a device that is bound by its serial
    /// number must have one.
    package var takesKeyIDForSerialNumber = false

    /// What one file may ask of this program.
    package var limits = XMLLimits()

    /// The most computing that the keys of one file may take when they are made of a password: HMACs of PBKDF2, which are
    /// iterations times blocks of the hash function's length, RFC 8018, section 5.2.
    package var derivationLimit = 4 * PBKDF2.iterationLimit

    package init() {}
}
