/// The address of a server cannot be listened on.
package struct ListeningError: Error, CustomStringConvertible {
    let host: String
    let port: Int
    let reason: String

    package var description: String {
        "cannot listen on \(self.host):\(self.port): \(self.reason)"
    }
}
