// swift-tools-version: 6.2
import PackageDescription

// `Scripts/fuzz` builds what it fuzzes as an instrumented library.
let isFuzzing = Context.environment["SPILLWAY_FUZZ"] != nil

// Why each dependency is here:
// - swift-argument-parser: commands, options, help and shell completion of the `spillway` executable.
// - Yams: YAML with the line and column of every node, which the diagnostics of `Scenarios` are made of.
// - swift-crypto: MD5 and HMAC-SHA, by which packets in captures are signed and verified, and the digests of input files.
// - swift-docc-plugin: `swift package generate-documentation`, the reference of the library; no target uses it.
// - libpcap (system library): capture files are read by the library that every other tool reads them with.
// - zlib (system library): capture files are kept compressed by gzip, and libpcap does not read those.
let package = Package(
    name: "spillway",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "spillway", targets: ["SpillwayCommand"]),
        .library(name: "Spillway", targets: ["Spillway"]),
        .library(name: "OSPFWire", targets: ["OSPFWire"]),
    ] + (isFuzzing ? [.library(name: "Fuzzing", type: .static, targets: ["FuzzTargets"])] : []),
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "3.0.0"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    ],
    targets: [
        .target(name: "NetworkPrimitives"),
        .target(name: "Files", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
        .target(name: "OSPFWire", dependencies: ["NetworkPrimitives"]),
        .target(name: "OSPF", dependencies: ["OSPFWire", "NetworkPrimitives"]),
        .target(name: "Emulation", dependencies: ["OSPF", "OSPFWire", "NetworkPrimitives"]),
        .systemLibrary(
            name: "CLibpcap",
            pkgConfig: "libpcap",
            providers: [.apt(["libpcap-dev"]), .brew(["libpcap"])]
        ),
        .systemLibrary(
            name: "CZlib",
            pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]
        ),
        .target(
            name: "Captures",
            dependencies: [
                "CLibpcap", "CZlib", "Files", "OSPFWire", "NetworkPrimitives",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .target(
            name: "Replays",
            dependencies: ["Analysis", "Captures", "Files", "Emulation", "OSPF", "OSPFWire", "NetworkPrimitives"]),
        .target(name: "Analysis", dependencies: ["Emulation", "OSPF", "NetworkPrimitives"]),
        .target(name: "Services", dependencies: ["Analysis", "Emulation", "OSPF", "NetworkPrimitives"]),
        .target(
            name: "Checkpoints",
            dependencies: ["Analysis", "Files", "Emulation", "OSPF", "OSPFWire", "NetworkPrimitives"]),
        .target(
            name: "Scenarios",
            dependencies: [
                "Services", "Analysis", "Files", "Emulation", "OSPF", "NetworkPrimitives",
                .product(name: "Yams", package: "Yams"),
            ],
            // In the program itself: it finds its presets wherever it lies.
            resources: [.embedInCode("Presets/presets.yaml")]
        ),
        .target(
            name: "Imports",
            dependencies: [
                "Scenarios", "Captures", "Files", "Emulation", "OSPF", "OSPFWire", "NetworkPrimitives",
            ]
        ),
        .target(
            name: "Labs",
            dependencies: [
                "Scenarios", "Checkpoints", "Analysis", "Captures", "Files", "Emulation", "OSPF", "OSPFWire",
                "NetworkPrimitives",
            ]),
        .target(name: "Results"),
        .target(name: "Exports", dependencies: ["Results", "Reports", "Files", "NetworkPrimitives"]),
        .target(
            name: "Reports",
            dependencies: [
                "Scenarios", "Services", "Analysis", "Replays", "Captures", "OSPFWire", "Emulation", "OSPF",
                "NetworkPrimitives",
            ]
        ),
        .target(
            name: "Pages",
            dependencies: [
                "Results", "Reports", "Files", "NetworkPrimitives", .product(name: "Crypto", package: "swift-crypto"),
            ],
            // In the program itself, as the presets are: a page is one file, and needs no other to be made.
            resources: [.embedInCode("Resources/page.css"), .embedInCode("Resources/page.js")]
        ),
        .target(
            name: "Spillway",
            dependencies: [
                "Reports", "Replays", "Checkpoints", "Analysis", "Scenarios", "Captures", "Emulation", "OSPF", "Files",
                "NetworkPrimitives",
            ]
        ),
        .executableTarget(
            name: "SpillwayCommand",
            dependencies: [
                "Spillway", "Pages", "Exports", "Reports", "Results", "Labs", "Imports", "Replays", "Checkpoints",
                "Analysis", "Scenarios", "Services",
                "Captures",
                "Emulation", "OSPF",
                "OSPFWire", "Files", "NetworkPrimitives",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        // The program of docs/library.md, which is also a package of its own.
        .executableTarget(
            name: "LibraryExample", dependencies: ["Spillway"], path: "Tests/Packages/Client/Sources/Client"),
        .executableTarget(
            name: "Benchmarks",
            dependencies: ["Analysis", "Captures", "Emulation", "OSPF", "OSPFWire", "NetworkPrimitives"]
        ),
        .target(
            name: "TestSupport", dependencies: ["Emulation", "OSPF", "NetworkPrimitives"], path: "Tests/TestSupport"),
        .target(
            name: "FuzzTargets",
            dependencies: [
                "Labs", "Imports", "Replays", "Checkpoints", "Scenarios", "Captures", "Emulation", "OSPFWire",
                "NetworkPrimitives",
            ],
            path: "Tests/Fuzz/Targets"),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets", "TestSupport"]),
        .testTarget(name: "NetworkPrimitivesTests", dependencies: ["NetworkPrimitives"]),
        .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
        .testTarget(name: "OSPFWireTests", dependencies: ["OSPFWire", "NetworkPrimitives", "TestSupport"]),
        .testTarget(
            name: "OSPFTests", dependencies: ["OSPF", "OSPFWire", "Emulation", "Captures", "Reports", "TestSupport"],
            exclude: ["Cases"]),
        .testTarget(name: "EmulationTests", dependencies: ["Emulation", "OSPF", "OSPFWire", "TestSupport"]),
        .testTarget(name: "CapturesTests", dependencies: ["Captures", "OSPFWire", "Reports", "TestSupport"]),
        .testTarget(
            name: "ServicesTests",
            dependencies: ["Services", "Scenarios", "Analysis", "Emulation", "NetworkPrimitives", "TestSupport"]),
        .testTarget(name: "ScenariosTests", dependencies: ["Scenarios", "Analysis", "Emulation", "TestSupport"]),
        .testTarget(name: "AnalysisTests", dependencies: ["Analysis", "Scenarios", "Emulation", "TestSupport"]),
        .testTarget(
            name: "ImportsTests",
            dependencies: [
                "Imports", "Labs", "Scenarios", "Captures", "Checkpoints", "Emulation", "OSPF", "OSPFWire",
                "NetworkPrimitives", "TestSupport",
            ]),
        .testTarget(
            name: "ReplaysTests",
            dependencies: [
                "Imports", "Replays", "Analysis", "Checkpoints", "Captures", "Scenarios", "Emulation", "OSPF",
                "OSPFWire",
                "NetworkPrimitives", "TestSupport",
            ]),
        .testTarget(
            name: "ReportsTests",
            dependencies: [
                "Reports", "Exports", "Results", "Scenarios", "Analysis", "Emulation", "OSPF", "TestSupport",
            ]),
        .testTarget(name: "PagesTests", dependencies: ["Pages", "Results", "TestSupport"]),
        .testTarget(
            name: "OracleTests", dependencies: ["Checkpoints", "Scenarios", "Analysis", "Emulation", "TestSupport"]),
        .testTarget(
            name: "LabsTests",
            dependencies: [
                "Labs", "Scenarios", "Checkpoints", "Analysis", "Replays", "Captures", "Emulation", "OSPF", "OSPFWire",
                "NetworkPrimitives", "TestSupport",
            ]),
        .testTarget(name: "SpillwayTests", dependencies: ["Spillway", "TestSupport"]),
        .testTarget(name: "TidyTests", dependencies: ["OSPF", "Scenarios", "TestSupport"]),
    ],
    swiftLanguageModes: [.v6]
)
