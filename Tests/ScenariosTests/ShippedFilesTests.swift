import Foundation
import OSPF
import Scenarios
import TestSupport
import Testing

@Suite("What comes with the program is sound") struct ShippedFilesTests {
    static let files: [String] = {
        let folder = TestData.projectRoot.appendingPathComponent("Topologies")
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().map { folder.appendingPathComponent($0).path }
    }()

    @Test(arguments: files) func `Every file loads without a word`(path: String) {
        if let services = ScenarioLoader.loadServices(path: path, traces: .present) {
            #expect(services.diagnostics == [])
            #expect(services.content != nil)
            return
        }
        let loaded = ScenarioLoader.load(path: path, traces: .present)
        // A neighbor that restarts without Grace-LSAs is what this file of the lab is about.
        let isMeant = path.hasSuffix("lab/graceful.yaml")
        #expect(loaded.diagnostics.filter { !isMeant || !$0.message.contains("is not graceful") } == [])
        #expect(loaded.content != nil)
    }

    private func par(_ name: String) throws -> [LimitPolicy] {
        let path = TestData.projectRoot.appendingPathComponent("Topologies/par/\(name).yaml").path
        return try #require(ScenarioLoader.load(path: path).content).network.routers.map(\.ospf.limit)
    }

    @Test func `A remedy differs from the incident in its policy alone`() throws {
        let before = try par("incident")
        #expect(try par("remedy-reject-all").filter { $0.action == .reject }.count == 14)
        var same = try par("remedy-isolation-1m")
        for index in same.indices { same[index].ignoreTime = before[index].ignoreTime }
        #expect(same == before)
        let brands = try ["juniper", "cisco", "arista", "aci"].map {
            try par("remedy-reject-\($0)").filter { $0.action == .reject }.count
        }
        #expect(brands.reduce(0, +) == 14)
    }

    @Test func `The published schema is the one the loader checks with`() throws {
        let file = TestData.projectRoot.appendingPathComponent("docs/scenario.schema.json")
        let published = try String(contentsOf: file, encoding: .utf8)
        // To publish a changed schema: SPILLWAY_BLESS=1 swift test --filter ShippedFiles
        if ProcessInfo.processInfo.environment["SPILLWAY_BLESS"] != nil {
            try JSONSchema.text().write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(published == JSONSchema.text())
        }
        let json = try #require(try JSONSerialization.jsonObject(with: Data(JSONSchema.text().utf8)) as? [String: Any])
        #expect((json["$defs"] as? [String: Any])?["router"] != nil)
    }

    @Test func `Every key is described in the documentation`() throws {
        let file = TestData.projectRoot.appendingPathComponent("docs/scenario-format.md")
        let page = try String(contentsOf: file, encoding: .utf8)
        let json = try #require(try JSONSerialization.jsonObject(with: Data(JSONSchema.text().utf8)) as? [String: Any])
        let records = try #require(json["$defs"] as? [String: [String: Any]])
        let keys = Set(records.values.flatMap { ($0["properties"] as? [String: Any] ?? [:]).keys })
        #expect(keys.filter { !page.contains("`\($0)`") }.sorted() == [])
    }
}

extension TraceSource {
    /// Any file that is there counts as a capture of one update.
    fileprivate static let present = TraceSource { path in
        guard FileManager.default.fileExists(atPath: path) else { return .failure(Failure("no such file")) }
        return .success(Trace(updates: [.init(offset: .zero, area: .backbone, lsas: [])], routers: []))
    }
}
