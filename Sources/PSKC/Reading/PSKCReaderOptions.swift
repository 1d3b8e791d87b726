/// How a container is read.
package struct PSKCReaderOptions: Equatable, Sendable {
    /// Whether the *Id* of a key stands for the serial number where the file names none.
    ///
    /// Off unless asked for: a record without a serial number is rejected, because a device that is bound by its serial
    /// number must have one.
    package var takesKeyIDForSerialNumber = false

    /// What one file may ask of this program.
    package var limits = XMLLimits()

    package init() {}
}
