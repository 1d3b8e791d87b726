/// The address of a server cannot be listened on.
package struct ListeningError: Error {
    package let host: String
    package let port: Int

    /// The underlying error.
    package let cause: any Error
}
