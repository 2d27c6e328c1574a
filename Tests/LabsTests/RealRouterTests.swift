import Foundation
import Scenarios
import TestSupport
import Testing

@Suite("Real routers on demand", .serialized) struct RealRouterTests {
    /// Takes minutes, root and the daemons' packages: runs where `SPILLWAY_LAB` is set, and says so where it is not.
    private static let isWanted: Bool = {
        guard ProcessInfo.processInfo.environment["SPILLWAY_LAB"] != nil else {
            print("SKIPPED: real routers on demand: they take minutes, and SPILLWAY_LAB is not set")
            return false
        }
        return true
    }()

    @Test(arguments: LabSamples.shipped, RoutingDaemon.allCases)
    func `FRRouting and BIRD end where the emulator ends`(scenario: String, daemon: RoutingDaemon) throws {
        guard Self.isWanted else { return }
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
