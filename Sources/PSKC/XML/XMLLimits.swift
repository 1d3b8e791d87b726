/// What a container may ask of this program, so that no file can exhaust it.
package struct XMLLimits: Equatable, Sendable {
    /// Elements inside each other.
    package var depth = 16

    /// Elements in one child of the container, such as one key package.
    package var elementsPerRecord = 4096

    /// Bytes of text, names and attributes in one child of the container.
    package var bytesPerRecord = 256 << 10

    /// Bytes of one tag, comment or processing instruction; the parser holds it until its end has come.
    package var bytesPerToken = 64 << 10

    package init() {}
}
