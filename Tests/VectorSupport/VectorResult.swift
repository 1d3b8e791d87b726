/// Whether a vector's input must be taken or refused.
package enum VectorResult: String, Decodable, Sendable {
    case valid
    case invalid
}
