import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Scenarios
import Testing

/// Loads `text` as `net.yaml`, with other files beside it.
func load(_ text: String, with others: [String: String] = [:]) -> Loaded<Scenario> {
    ScenarioLoader.load(path: "net.yaml", files: .memory(others.merging(["net.yaml": text]) { $1 }))
}

/// The first lines of all diagnostics: place, kind, message.
func messages(_ text: String, with others: [String: String] = [:]) -> [String] {
    load(text, with: others).diagnostics.map { diagnostic in
        String("\(diagnostic)".prefix { $0 != "\n" })
    }
}

/// The scenario in `text`, which must be free of errors.
func scenario(_ text: String, with others: [String: String] = [:]) throws -> Scenario {
    let loaded = load(text, with: others)
    return try #require(loaded.content, "\(loaded.diagnostics)")
}

extension Scenario {
    func router(_ name: String) throws -> RouterNode { try #require(network.routers.first { $0.name == name }) }
}

/// Three routers in a row.
let row = """
    routers: [a, b, c]
    links:
      - [a, b]
      - [b, c]

    """
