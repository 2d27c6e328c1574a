import Foundation
import Scenarios
import TestSupport
import Testing

@Suite("Real routers on demand", .serialized) struct RealRouterTests {
    /// Takes minutes, root and the daemons' packages.
    private static let isWanted = ProcessInfo.processInfo.environment["SPILLWAY_LAB"] != nil

    @Test(
        .enabled(if: isWanted, "they take minutes, and SPILLWAY_LAB is not set"), arguments: LabSamples.shipped,
        RoutingDaemon.allCases)
    func `FRRouting and BIRD end where the emulator ends`(scenario: String, daemon: RoutingDaemon) throws {
        let lab = Process()
        let output = Pipe()
        lab.executableURL = TestData.projectRoot.appendingPathComponent("Scripts/lab")
        lab.arguments = [scenario, "--daemon", daemon.rawValue]
        lab.standardOutput = output
        lab.standardError = output
        try lab.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        lab.waitUntilExit()
        #expect(lab.terminationStatus == 0, "\(text)")
    }
}
