// swift-tools-version: 6.3
import PackageDescription

// What Tools/fuzz builds: the decoders and the chip with a fuzzer's entry point, as one static library that libFuzzer is
// linked with. It is a package of its own because every module in it is compiled for the fuzzer, swift-nio included; that
// comes from the checkouts of the project's own package. `Project` is a link to the project's Sources.

let house: [SwiftSetting] = [
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")

let package = Package(
    name: "fuzzing",
    products: [.library(name: "Fuzzing", type: .static, targets: ["Fuzzing"])],
    dependencies: [.package(path: "../../.build/checkouts/swift-nio")],
    targets: [
        .target(name: "OTPCore", path: "Project/OTPCore", exclude: ["OTPCore.docc"], swiftSettings: house),
        .target(name: "ISO7816", path: "Project/ISO7816", swiftSettings: house),
        .target(name: "CTAPHID", path: "Project/CTAPHID", swiftSettings: house),
        .target(name: "CanonicalCBOR", path: "Project/CanonicalCBOR", swiftSettings: house),
        .target(
            name: "FIDOMessages",
            dependencies: ["ISO7816", "CanonicalCBOR"],
            path: "Project/FIDOMessages",
            swiftSettings: house
        ),
        .target(
            name: "FIDOAuthenticator",
            dependencies: ["ISO7816", "CTAPHID", "CanonicalCBOR", "FIDOMessages"],
            path: "Project/FIDOAuthenticator",
            swiftSettings: house
        ),
        .target(
            name: "FIDOClient",
            dependencies: ["ISO7816", "CTAPHID", "CanonicalCBOR", "FIDOMessages"],
            path: "Project/FIDOClient",
            swiftSettings: house
        ),
        .systemLibrary(name: "CLibCrypto", path: "Project/CLibCrypto", pkgConfig: "libcrypto"),
        .target(name: "LibCrypto", dependencies: ["CLibCrypto"], path: "Project/LibCrypto", swiftSettings: house),
        .target(
            name: "AuthenticatorCrypto",
            dependencies: ["OTPCore", "FIDOMessages", "FIDOAuthenticator", "LibCrypto"],
            path: "Project/AuthenticatorCrypto",
            swiftSettings: house
        ),
        // Only what reads bytes: their services need an event loop.
        .target(
            name: "VPCD",
            dependencies: [nioCore],
            path: "Project/VPCD",
            sources: ["VPCDDecoder.swift", "VPCDEncoder.swift", "VPCDError.swift", "VPCDMessage.swift"],
            swiftSettings: house
        ),
        .target(
            name: "USBIP",
            dependencies: [nioCore],
            path: "Project/USBIP",
            exclude: ["Server"],
            swiftSettings: house
        ),
        .target(
            name: "Fuzzing",
            dependencies: [
                "ISO7816", "CTAPHID", "CanonicalCBOR", "FIDOMessages", "FIDOAuthenticator", "FIDOClient", "LibCrypto",
                "AuthenticatorCrypto", "VPCD", "USBIP", nioCore,
            ],
            swiftSettings: house
        ),
    ],
    swiftLanguageModes: [.v6]
)
