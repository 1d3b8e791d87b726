/// What is known of a container's XML signature.
enum ContainerSignature: Equatable {
    case none
    case notChecked
    case verified(signer: String)
}

/// What is known of a container when it was read to its end.
struct ContainerEnd {
    let signature: ContainerSignature

    /// What a person should know of its keys.
    let remarks: [String]
}
