import Analysis
import Captures
import Emulation
import Foundation
import NetworkPrimitives
import OSPF
import OSPFWire
import Replays
import TestSupport
import Testing

@Suite("Captures of a simulated network") struct ExportTests {
    @Test func `Every segment has a file, and nothing else is left behind`() throws {
        try SimulatedTrace.withFolder { folder in
            let trace = try SimulatedTrace.captured(into: folder)
            #expect(trace.files.map(\.name) == ["s0.pcapng", "s1.pcapng"])
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names.sorted() == ["s0.pcapng", "s1.pcapng"])
        }
    }

    @Test func `What is read back are the octets that were sent, each with right checksums`() throws {
        try SimulatedTrace.withFolder { folder in
            let trace = try SimulatedTrace.captured(into: folder)
            for (segment, file) in trace.files.enumerated() {
                let reader = try CaptureReader(path: folder.appendingPathComponent(file.name).path)
                var classifier = FrameClassifier()
                var packets: [[UInt8]] = []
                var frames = 0
                while let frame = reader.next() {
                    frames += 1
                    #expect(frame.octets.count <= 14 + (segment == 1 ? 576 : 1500))
                    let classified = classifier.classify(frame)
                    if let packet = classified.packets.first { packets.append(packet.octets) }
                }
                #expect(reader.end == .complete && reader.interfaces.map(\.name) == [file.segment])
                #expect(packets == trace.sent[segment])
                #expect(frames == file.frames)
                let totals = classifier.totals
                #expect(totals[.used] == packets.count)
                #expect(totals[.used] + totals[.fragmentOfLaterPacket] == totals.sum)
                // The large router-LSA does not fit the cable's MTU.
                #expect((totals[.fragmentOfLaterPacket] > 0) == (segment == 1))
            }
        }
    }

    @Test func `Times count from the epoch of the captures`() throws {
        try SimulatedTrace.withFolder { folder in
            let trace = try SimulatedTrace.captured(into: folder)
            let reader = try CaptureReader(path: folder.appendingPathComponent(trace.files[0].name).path)
            var last = SegmentCaptures.epoch
            while let frame = reader.next() {
                #expect(frame.time >= last)
                last = frame.time
            }
            #expect(last > SegmentCaptures.epoch + .seconds(280) && last <= SegmentCaptures.epoch + .seconds(300))
        }
    }

    @Test func `A trace that is replayed ends in equal databases`() throws {
        try SimulatedTrace.withFolder { folder in
            let trace = try SimulatedTrace.captured(into: folder)
            for file in trace.files {
                let reader = try CaptureReader(path: folder.appendingPathComponent(file.name).path)
                let capture = CapturedUpdates(reader)
                let scenario = RouterUnderTest.scenario(hearing: capture, limit: .none, aftermath: .zero)
                var simulation = Simulation(scenario, from: try #require(try Simulation.startingNetwork(of: scenario)))
                let result = ReplayResult(simulation.run(), of: capture, in: simulation.network)
                let replayed = result.finalDatabase.map { Line($0, in: result.network.context.store) }
                let network = trace.network
                let original = network.routers[2].databaseReport(network.context.store, at: network.now)
                    .filter { $0.age < 3600 }.map { Line($0, in: network.context.store) }
                #expect(replayed == original)
                #expect(replayed.count >= 5)
            }
        }
    }

    /// What makes two instances of an LSA equal, in any store.
    private struct Line: Equatable {
        let key: DatabaseKey
        let sequenceNumber: Int32
        let checksum: UInt16
        let body: [UInt32]

        init(_ report: DatabaseReport, in store: LSAStore) {
            key = report.key
            sequenceNumber = store[report.instance].sequenceNumber
            checksum = store[report.instance].checksum
            body = Array(store.body(of: report.instance))
        }
    }

    @Test(
        "File names are safe and unique",
        arguments: [
            (["core-lan", "Core-LAN"], ["core-lan.pcapng", "Core-LAN-2.pcapng"]),
            (["a - b", "a - b (2)", "a/b"], ["a-b.pcapng", "a-b-2.pcapng", "a-b-3.pcapng"]),
            (
                ["../../etc/passwd", ".hidden", "..", ""],
                ["etc-passwd.pcapng", "hidden.pcapng", "segment.pcapng", "segment-2.pcapng"]
            ),
            (["Düsseldorf\n1"], ["D-sseldorf-1.pcapng"]),
        ])
    func fileNames(segments: [String], files: [String]) {
        var names = CaptureFileNames()
        #expect(segments.map { names.name(for: $0) } == files)
    }

    @Test func `A directory that is not there is told once, in the system's words`() {
        var builder = NetworkBuilder(routers: 2)
        builder.link(0, 1)
        let captures = SegmentCaptures(directory: "/no/such/directory", of: builder.configuration)
        #expect(throws: CaptureError.cannotWrite("No such file or directory")) {
            try captures.converged(builder.configuration, within: .seconds(60))
        }
    }
}
