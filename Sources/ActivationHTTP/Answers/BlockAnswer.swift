package import Activation
import TimeText

/// A device's block as interfaces show it.
package struct BlockAnswer: Encodable, Sendable {
    package let kind: String
    package let until: String?

    package init(_ block: DeviceBlock) {
        self.kind = block.name
        self.until = block.end.map { RFC3339.text(milliseconds: $0.milliseconds) }
    }
}
