import Foundation
import Testing

@Suite("Vocabulary") struct VocabularyTests {
    /// Two types of one name are two ideas, or one idea twice.
    @Test func `no two modules declare types of one name`() {
        let declaration = /^(?:[a-z@][\w()]* )*(?:struct|class|enum|actor|protocol|typealias) (\w+)/
        var modules: [String: Set<String>] = [:]
        for file in SourceTree.swiftFiles {
            guard let module = file.module else { continue }
            for line in file.code where !line.hasPrefix("private ") && !line.hasPrefix("fileprivate ") {
                guard let match = line.firstMatch(of: declaration) else { continue }
                modules[String(match.1), default: []].insert(module)
            }
        }
        #expect(modules.count > 500)
        let twice = modules.filter { $0.value.count > 1 }
        #expect(twice.map { "\($0.key): \($0.value.sorted().joined(separator: ", "))" }.sorted() == [])
    }
}
