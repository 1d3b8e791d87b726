/// A key package of which the keys are being given one by one.
struct PendingPackage {
    let element: XMLElement
    private let keys: [XMLElement]
    private var given = 0

    init(element: XMLElement) {
        self.element = element
        // A package without a key is itself the record that is rejected.
        let keys = element.all("Key")
        self.keys = keys.isEmpty ? [element] : keys
    }

    mutating func nextKey() -> XMLElement? {
        guard self.given < self.keys.count else { return nil }
        defer { self.given += 1 }
        return self.keys[self.given]
    }
}
