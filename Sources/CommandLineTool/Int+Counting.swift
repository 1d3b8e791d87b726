extension Int {
    /// A number of things in words: `1 key`, `2 keys`.
    package func counted(_ thing: String, plural: String? = nil) -> String {
        "\(self) \(self == 1 ? thing : plural ?? thing + "s")"
    }
}
