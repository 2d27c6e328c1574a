// swift-tools-version: 6.2
import PackageDescription

// A package of its own that uses this project as anybody else's would. Its name for it is fixed, whatever the folder is called.
let package = Package(
    name: "Client",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "spillway", path: "../../..")],
    targets: [
        .executableTarget(name: "Client", dependencies: [.product(name: "Spillway", package: "spillway")])
    ],
    swiftLanguageModes: [.v6]
)
