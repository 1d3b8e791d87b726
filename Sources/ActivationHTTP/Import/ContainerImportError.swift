package import Activation
package import PSKC

/// Why an import ended before its container did; the records before are in the store.
package enum ContainerImportError: Error, Equatable, Sendable {
    case container(PSKCError)
    case store(TokenStoreError)
}
