// swift-tools-version: 6.3
import PackageDescription

// The firmware of a code display: the same OTPCore and OTPDevices as on a host (the two folders are links
// to the real ones), compiled as Embedded Swift and linked with nothing else: no libc, no heap.
// `Tools/check-firmware` builds, links and presses it on every test run.

/// How everything in an image is compiled.
let embedded: [SwiftSetting] = [
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
    .enableExperimentalFeature("Embedded"),
    .unsafeFlags([
        "-wmo", "-Osize",
        "-Xfrontend", "-disable-stack-protector",
        "-Xfrontend", "-function-sections",
        "-Xcc", "-ffreestanding",
    ]),
]

/// The start-up also holds memcpy and its kin, which must not be turned into calls of themselves.
let startUp =
    embedded + [
        .enableExperimentalFeature("Extern"),
        .unsafeFlags(["-Xllvm", "-disable-loop-idiom-all"]),
    ]

let package = Package(
    name: "firmware",
    targets: [
        .target(name: "OTPCore", swiftSettings: embedded),
        .target(name: "OTPDevices", dependencies: ["OTPCore"], swiftSettings: embedded),
        .target(name: "Board", swiftSettings: embedded + [.enableExperimentalFeature("Volatile")]),
        // Linked into every image, imported by none: its symbols must exist once.
        .target(name: "StartUp", dependencies: ["Board"], swiftSettings: startUp),
        .executableTarget(
            name: "CodeDisplayFirmware",
            dependencies: ["OTPCore", "OTPDevices", "Board", "StartUp"],
            swiftSettings: embedded
        ),
        .executableTarget(name: "HeapProbe", dependencies: ["Board", "StartUp"], swiftSettings: embedded),
    ],
    swiftLanguageModes: [.v6]
)
