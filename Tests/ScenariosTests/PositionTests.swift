import Analysis
import NetworkPrimitives
import TestSupport
import Testing

@testable import Scenarios

@Suite("What drawings need") struct PositionTests {
    private func load(_ text: String) -> Loaded<Scenario> {
        ScenarioLoader.load(path: "x.yaml", files: .memory(["x.yaml": text]))
    }

    @Test func `Positions are kept, by router`() {
        let notes = load(
            "routers: { a: { position: [120, -40] }, b: , c: { position: [0, 1] } }\nlinks: [[a, b], [b, c]]\n"
        ).content?.notes
        #expect(notes?.places == [NetworkNotes.Place(x: 120, y: -40), nil, NetworkNotes.Place(x: 0, y: 1)])
        #expect(load("routers: [a, b]\nlinks: [[a, b]]\n").content?.notes.places == [])
    }

    @Test(arguments: [
        ("[1]", "'position' must be two whole numbers such as [120, 40]: how far to the right, and how far down"),
        ("[1, 2, 3]", "'position' must be two whole numbers such as [120, 40]: how far to the right, and how far down"),
        ("[1, x]", "each item of 'position' must be a whole number from -1000000 to 1000000, not 'x'"),
        ("[1.5, 2]", "each item of 'position' must be a whole number from -1000000 to 1000000, not '1.5'"),
        ("[1, 2000000]", "each item of 'position' must be from -1000000 to 1000000, not 2000000"),
    ])
    func `A wrong position is a mistake in its place`(value: String, message: String) {
        let diagnostics = load("routers: { a: { position: \(value) }, b: }\nlinks: [[a, b]]\n").diagnostics
        #expect(diagnostics.map(\.message) == [message])
        #expect(diagnostics.allSatisfy { $0.line == 1 })
    }

    @Test func `Groups, outside networks and presets in use are known with their routers`() throws {
        let notes = try #require(
            load(
                """
                models: { m: { preset: juniper-junos } }
                routers: { a: { model: m, site: s }, b: { model: cisco-ios-xe }, c: { limit: { preset: rfc1765, maximum: 9 } } }
                links: [[a, b], [b, c]]
                groups: { g: { base: 203.0.113.0/28, count: 3, originators: [b, a] } }
                outside: { o: [c, a] }
                """
            ).content?.notes)
        #expect(
            notes.groups == [NetworkNotes.Group(name: "g", site: nil, prefixes: 3, originators: [1, 0])])
        #expect(notes.outside == [ProbeSource(name: "o", entries: [2, 0])])
        let used = Dictionary(uniqueKeysWithValues: notes.presets.map { ($0.name, $0.routers) })
        #expect(used == ["juniper-junos": [0], "cisco-ios-xe": [1], "rfc1765": [2]])
        #expect(notes.presets.allSatisfy { !$0.sources.isEmpty })
        #expect(notes.presets.first { $0.name == "cisco-ios-xe" }?.unconfirmed.isEmpty == false)
    }
}
