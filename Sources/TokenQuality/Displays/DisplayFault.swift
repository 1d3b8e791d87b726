/// Why a display fails.
package enum DisplayFault: Equatable, Sendable {
    case offset
    case rate
    case jump
}
