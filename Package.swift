// swift-tools-version: 6.3
import PackageDescription

// The manifest is the map: targets stand by layer, and a target may depend only on its own layer's
// row to the left and on the layers below it. `Tools/check-layers` proves it on every test run.

/// How every target is compiled.
let house: [SwiftSetting] = [
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

/// How targets that also compile for a microcontroller are compiled on the host.
let firmware = house + [.treatWarning("EmbeddedRestrictions", as: .error)]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioTestUtils = Target.Dependency.product(name: "NIOTestUtils", package: "swift-nio")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")

let package = Package(
    name: "mitid-tokens",
    products: [
        .library(name: "OTPCore", targets: ["OTPCore"]),
        .library(name: "OTPDevices", targets: ["OTPDevices"]),
        .executable(name: "mitid-bench", targets: ["mitid-bench"]),
        .executable(name: "mitid-activation", targets: ["mitid-activation"]),
        .executable(name: "mitid-token", targets: ["mitid-token"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.10.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // Layer 0: bytes in, bytes out. Imports nothing at all.
        .target(name: "OTPCore", swiftSettings: firmware),
        .target(name: "TimeText", swiftSettings: firmware),
        .target(name: "ISO7816", swiftSettings: firmware),
        .target(name: "CTAPHID", swiftSettings: firmware),
        .target(name: "CanonicalCBOR", swiftSettings: firmware),
        .target(name: "StrictJSON", swiftSettings: firmware),

        // Layer 1: machines. Event in, action out; no clock, no randomness, no I/O.
        .target(name: "OTPDevices", dependencies: ["OTPCore"], swiftSettings: firmware),
        .target(name: "Activation", dependencies: ["OTPCore"], swiftSettings: firmware),
        .target(name: "FIDOMessages", dependencies: ["ISO7816", "CanonicalCBOR"], swiftSettings: firmware),
        .target(
            name: "FIDOAuthenticator",
            dependencies: ["ISO7816", "CTAPHID", "CanonicalCBOR", "FIDOMessages"],
            swiftSettings: firmware
        ),
        .target(
            name: "FIDOClient",
            dependencies: ["ISO7816", "CTAPHID", "CanonicalCBOR", "FIDOMessages"],
            swiftSettings: firmware
        ),
        .target(
            name: "TokenQuality",
            dependencies: ["OTPCore", "FIDOMessages", "FIDOClient"],
            swiftSettings: firmware
        ),

        // Layer 2: adapters. Each outside library has one door.
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CPrctl"),
        .systemLibrary(name: "CTimex"),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .target(name: "LibCrypto", dependencies: ["CLibCrypto"], swiftSettings: house),
        .target(
            name: "AuthenticatorCrypto",
            dependencies: ["OTPCore", "FIDOMessages", "FIDOAuthenticator", "LibCrypto"],
            swiftSettings: house
        ),
        .target(name: "WebAuthn", dependencies: ["CanonicalCBOR", "StrictJSON", "LibCrypto"], swiftSettings: house),
        .target(name: "PSKC", dependencies: ["OTPCore", "TimeText", "LibCrypto", "CExpat"], swiftSettings: house),
        .target(name: "TokenRows", dependencies: ["OTPCore", "Activation", "LibCrypto"], swiftSettings: house),
        .target(
            name: "SQLiteTokenStore",
            dependencies: ["OTPCore", "Activation", "TokenRows", "CSQLite", grdb, grdbSQLite],
            swiftSettings: house
        ),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(
            name: "PostgresTokenStore",
            dependencies: ["OTPCore", "Activation", "TokenRows", "CPostgres"],
            swiftSettings: house
        ),
        .target(name: "VPCD", dependencies: [nioCore, nioPosix, lifecycle, logging], swiftSettings: house),
        .target(name: "USBIP", dependencies: [nioCore, nioPosix, lifecycle, logging], swiftSettings: house),
        .systemLibrary(name: "CPCSC", pkgConfig: "libpcsclite", providers: [.apt(["libpcsclite-dev"])]),
        .target(name: "BlockingCalls", swiftSettings: house),
        .target(name: "PCSCTransport", dependencies: ["CPCSC", "BlockingCalls"], swiftSettings: house),
        .systemLibrary(name: "CLibUSB", pkgConfig: "libusb-1.0", providers: [.apt(["libusb-1.0-0-dev"])]),
        .target(name: "USBTransport", dependencies: ["CLibUSB", "BlockingCalls"], swiftSettings: house),
        .target(name: "SpeechSynthesis", dependencies: [subprocess], swiftSettings: house),

        // Layer 3: hosts. Actors that own the machines, and their HTTP interfaces.
        .target(
            name: "HTTPService",
            dependencies: [
                "TimeText", "StrictJSON", hummingbird, hummingbirdCore, lifecycle, logging, nioCore, nioHTTP1,
            ],
            swiftSettings: house
        ),
        .target(
            name: "Bench",
            dependencies: [
                "OTPCore", "TimeText", "ISO7816", "CTAPHID", "CanonicalCBOR", "StrictJSON", "OTPDevices",
                "FIDOMessages", "FIDOAuthenticator", logging,
            ],
            swiftSettings: house
        ),
        .target(
            name: "BenchHTTP",
            dependencies: [
                "OTPCore", "TimeText", "CTAPHID", "OTPDevices", "FIDOAuthenticator", "LibCrypto", "PSKC",
                "SpeechSynthesis", "Bench", "HTTPService", hummingbird, logging,
            ],
            resources: [.embedInCode("Page"), .embedInCode("openapi.json")],
            swiftSettings: house
        ),
        .target(
            name: "ChipConnections",
            dependencies: [
                "ISO7816", "CTAPHID", "FIDOMessages", "FIDOClient", "BlockingCalls", "PCSCTransport", "USBTransport",
            ],
            swiftSettings: house
        ),
        .target(
            name: "ChipCeremonies",
            dependencies: [
                "ISO7816", "CTAPHID", "CanonicalCBOR", "FIDOMessages", "FIDOClient", "AuthenticatorCrypto", "WebAuthn",
                "ChipConnections",
            ],
            swiftSettings: house
        ),
        .target(
            name: "ChipQualification",
            dependencies: [
                "ISO7816", "CTAPHID", "CanonicalCBOR", "FIDOMessages", "FIDOClient", "TokenQuality", "LibCrypto",
                "AuthenticatorCrypto", "WebAuthn", "PCSCTransport", "USBTransport", "ChipConnections",
            ],
            swiftSettings: house
        ),
        .target(
            name: "ActivationHTTP",
            dependencies: [
                "OTPCore", "TimeText", "Activation", "LibCrypto", "WebAuthn", "PSKC", "TokenRows", "HTTPService",
                hummingbird, lifecycle, logging,
            ],
            resources: [.embedInCode("openapi.json")],
            swiftSettings: house
        ),

        // Layer 4: wiring and command lines. CommandLineTool is how each of them ends: status 0, 1 or 2, errors in one line;
        // ServiceTool is what those that serve have in common.
        .target(name: "CommandLineTool", dependencies: ["CPrctl", argumentParser], swiftSettings: house),
        .target(
            name: "ServiceTool",
            dependencies: ["HTTPService", "CommandLineTool", argumentParser, lifecycle, logging, signals],
            swiftSettings: house
        ),
        .executableTarget(
            name: "mitid-bench",
            dependencies: [
                "OTPCore", "CanonicalCBOR", "StrictJSON", "OTPDevices", "FIDOAuthenticator", "LibCrypto",
                "AuthenticatorCrypto", "VPCD", "USBIP", "SpeechSynthesis", "Bench", "HTTPService", "BenchHTTP",
                "CommandLineTool", "ServiceTool", argumentParser, lifecycle, logging, signals,
            ],
            path: "Tools/mitid-bench",
            swiftSettings: house
        ),
        .executableTarget(
            name: "mitid-activation",
            dependencies: [
                "OTPCore", "TimeText", "LibCrypto", "WebAuthn", "Activation", "PSKC", "TokenRows", "SQLiteTokenStore",
                "PostgresTokenStore", "HTTPService", "ActivationHTTP", "CommandLineTool", "ServiceTool", argumentParser,
                lifecycle, logging, signals,
            ],
            path: "Tools/mitid-activation",
            swiftSettings: house
        ),
        .executableTarget(
            name: "mitid-token",
            dependencies: [
                "OTPCore", "TimeText", "ISO7816", "CTAPHID", "StrictJSON", "FIDOMessages", "FIDOClient", "TokenQuality",
                "LibCrypto", "PSKC", "CTimex", "PCSCTransport", "USBTransport", "ChipConnections", "ChipCeremonies",
                "ChipQualification", "CommandLineTool", argumentParser, signals,
            ],
            path: "Tools/mitid-token",
            swiftSettings: house
        ),
        .executableTarget(
            name: "mitid-vectors",
            dependencies: ["CommandLineTool", argumentParser],
            path: "Tools/mitid-vectors",
            swiftSettings: house
        ),
        .executableTarget(
            name: "mitid-speed",
            dependencies: [
                "OTPCore", "CTAPHID", "CanonicalCBOR", "FIDOMessages", "FIDOAuthenticator", "LibCrypto",
                "AuthenticatorCrypto", "CommandLineTool", argumentParser,
            ],
            path: "Tools/mitid-speed",
            swiftSettings: house
        ),

        // Tests. VectorSupport loads Vectors/*.json into typed cases; ProgramSupport runs programs, ours and others;
        // StoreSupport makes stores of every kind, and BenchSupport what chips need.
        .target(name: "VectorSupport", path: "Tests/VectorSupport", swiftSettings: house),
        .target(name: "ProgramSupport", path: "Tests/ProgramSupport", swiftSettings: house),
        .target(
            name: "StoreSupport",
            dependencies: [
                "OTPCore", "Activation", "TokenRows", "SQLiteTokenStore", "PostgresTokenStore", "ProgramSupport", grdb,
            ],
            path: "Tests/StoreSupport",
            swiftSettings: house
        ),
        .target(
            name: "BenchSupport",
            dependencies: ["OTPCore", "CTAPHID", "FIDOAuthenticator", "LibCrypto", "AuthenticatorCrypto", "Bench"],
            path: "Tests/BenchSupport",
            swiftSettings: house
        ),
        .testTarget(name: "OTPCoreTests", dependencies: ["OTPCore", "VectorSupport"], swiftSettings: house),
        .testTarget(
            name: "OTPDevicesTests",
            dependencies: ["OTPCore", "OTPDevices", "VectorSupport"],
            swiftSettings: house
        ),
        .testTarget(name: "TimeTextTests", dependencies: ["TimeText"], swiftSettings: house),
        .testTarget(name: "ISO7816Tests", dependencies: ["ISO7816", "VectorSupport"], swiftSettings: house),
        .testTarget(name: "CTAPHIDTests", dependencies: ["CTAPHID", "VectorSupport"], swiftSettings: house),
        .testTarget(
            name: "CanonicalCBORTests",
            dependencies: ["CanonicalCBOR", "VectorSupport"],
            swiftSettings: house
        ),
        .testTarget(
            name: "FIDOAuthenticatorTests",
            dependencies: [
                "OTPCore", "ISO7816", "CTAPHID", "CanonicalCBOR", "FIDOMessages", "FIDOAuthenticator", "LibCrypto",
                "AuthenticatorCrypto", "VectorSupport",
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "FIDOClientTests",
            dependencies: [
                "ISO7816", "CTAPHID", "CanonicalCBOR", "FIDOMessages", "FIDOAuthenticator", "FIDOClient", "LibCrypto",
                "AuthenticatorCrypto",
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "ChipQualificationTests",
            dependencies: ["TokenQuality", "ChipConnections", "ChipQualification"],
            swiftSettings: house
        ),
        .testTarget(name: "ActivationTests", dependencies: ["OTPCore", "Activation"], swiftSettings: house),
        .testTarget(
            name: "TokenQualityTests",
            dependencies: ["OTPCore", "OTPDevices", "Activation", "FIDOMessages", "FIDOClient", "TokenQuality"],
            swiftSettings: house
        ),
        .testTarget(name: "LibCryptoTests", dependencies: ["LibCrypto"], swiftSettings: house),
        .testTarget(name: "BlockingCallsTests", dependencies: ["BlockingCalls"], swiftSettings: house),
        .testTarget(name: "PCSCTransportTests", dependencies: ["PCSCTransport"], swiftSettings: house),
        .testTarget(name: "SpeechSynthesisTests", dependencies: ["SpeechSynthesis"], swiftSettings: house),
        .testTarget(
            name: "AuthenticatorCryptoTests",
            dependencies: ["FIDOMessages", "FIDOAuthenticator", "LibCrypto", "AuthenticatorCrypto"],
            swiftSettings: house
        ),
        .testTarget(
            name: "WebAuthnTests",
            dependencies: [
                "CTAPHID", "CanonicalCBOR", "FIDOAuthenticator", "LibCrypto", "AuthenticatorCrypto", "WebAuthn",
            ],
            swiftSettings: house
        ),
        .testTarget(name: "PSKCTests", dependencies: ["OTPCore", "PSKC", "LibCrypto"], swiftSettings: house),
        .testTarget(
            name: "TokenRowsTests",
            dependencies: ["OTPCore", "Activation", "TokenRows", "StoreSupport"],
            swiftSettings: house
        ),
        .testTarget(
            name: "TokenStoreTests",
            dependencies: ["OTPCore", "Activation", "TokenRows", "ActivationHTTP", "StoreSupport"],
            swiftSettings: house
        ),
        .testTarget(
            name: "SQLiteTokenStoreTests",
            dependencies: ["OTPCore", "Activation", "TokenRows", "SQLiteTokenStore", "StoreSupport", grdb],
            swiftSettings: house
        ),
        .testTarget(
            name: "PostgresTokenStoreTests",
            dependencies: ["OTPCore", "Activation", "TokenRows", "PostgresTokenStore", "StoreSupport"],
            swiftSettings: house
        ),
        .testTarget(
            name: "VPCDTests",
            dependencies: ["VPCD", nioCore, nioEmbedded, nioPosix, nioTestUtils, lifecycle, logging],
            swiftSettings: house
        ),
        .testTarget(
            name: "USBIPTests",
            dependencies: ["USBIP", nioCore, nioEmbedded, nioPosix, nioTestUtils, lifecycle, logging],
            swiftSettings: house
        ),
        .testTarget(
            name: "HTTPServiceTests",
            dependencies: ["StrictJSON", "HTTPService", hummingbird, logging],
            swiftSettings: house
        ),
        .testTarget(
            name: "BenchTests",
            dependencies: [
                "OTPCore", "CTAPHID", "CanonicalCBOR", "OTPDevices", "FIDOMessages", "FIDOAuthenticator", "Bench",
                "BenchSupport", logging,
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "BenchHTTPTests",
            dependencies: [
                "OTPDevices", "PSKC", "SpeechSynthesis", "Bench", "BenchSupport", "HTTPService", "BenchHTTP",
                hummingbird, logging,
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "ActivationHTTPTests",
            dependencies: [
                "OTPCore", "Activation", "LibCrypto", "PSKC", "HTTPService", "ActivationHTTP", logging,
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "MitIDTokenTests",
            dependencies: ["ProgramSupport", "mitid-token"],
            swiftSettings: house
        ),
        .testTarget(
            name: "MitIDVectorsTests",
            dependencies: ["VectorSupport", "ProgramSupport", "mitid-vectors"],
            swiftSettings: house
        ),
        .testTarget(
            name: "PeerTests",
            dependencies: ["OTPCore", "ProgramSupport", "mitid-token"],
            swiftSettings: house
        ),
    ],
    swiftLanguageModes: [.v6]
)
