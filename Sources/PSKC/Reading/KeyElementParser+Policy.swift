extension KeyElementParser {
    /// The policy of a key: *Policy*, or what drafts have as attributes of *Usage* and as dates beside it.
    static func policy(of key: XMLElement) throws(PSKCRejectReason) -> KeyPolicy? {
        let stated = try key.one("Policy").map(Self.policy)
        let usages =
            try key.one("Usage")?.attributes.filter { attribute in attribute.value == "true" }.map(\.name) ?? []
        let start = try key.date("StartDate")
        let expiry = try key.date("ExpiryDate")
        guard !usages.isEmpty || start != nil || expiry != nil else { return stated }
        var policy = stated ?? KeyPolicy()
        policy.usages += usages
        policy.startDate = stated?.startDate ?? start
        policy.expiryDate = stated?.expiryDate ?? expiry
        return policy
    }

    /// *Policy*, RFC 6030, section 5.
    static func policy(_ element: XMLElement) throws(PSKCRejectReason) -> KeyPolicy {
        let known = ["StartDate", "ExpiryDate", "PINPolicy", "KeyUsage", "NumberOfTransactions"]
        for child in element.children where child.namespace == .foreign || !known.contains(child.name) {
            throw .unknownPolicy(child.name)
        }
        return KeyPolicy(
            startDate: try element.date("StartDate"),
            expiryDate: try element.date("ExpiryDate"),
            pin: try element.one("PINPolicy").map(Self.pinPolicy),
            usages: element.all("KeyUsage").map(\.string),
            numberOfTransactions: try element.textNumber("NumberOfTransactions", in: 0...UInt64.max)
        )
    }

    private static func pinPolicy(_ element: XMLElement) throws(PSKCRejectReason) -> PINPolicy {
        let known = ["PINKeyId", "PINUsageMode", "MaxFailedAttempts", "MinLength", "MaxLength", "PINEncoding"]
        if let child = element.children.first { throw .unknownPolicy(child.name) }
        for attribute in element.attributes where !known.contains(attribute.name) {
            throw .unknownPolicy(attribute.name)
        }
        var policy = PINPolicy()
        policy.keyID = element.attribute("PINKeyId")
        policy.usageMode = element.attribute("PINUsageMode")
        policy.maximumFailedAttempts = try element.attributeNumber("MaxFailedAttempts")
        policy.minimumLength = try element.attributeNumber("MinLength")
        policy.maximumLength = try element.attributeNumber("MaxLength")
        policy.encoding = element.attribute("PINEncoding")
        return policy
    }
}
