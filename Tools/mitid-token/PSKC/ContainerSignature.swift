/// What is known of a container's XML signature.
enum ContainerSignature: Equatable {
    case none
    case notChecked
    case verified(signer: String)
}
