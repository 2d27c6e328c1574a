import Foundation
import FuzzTargets
import TestSupport
import Testing

@Suite("Stored inputs of the fuzzer") struct FuzzCorpusTests {
    @Test("Every stored input keeps every promise", arguments: FuzzTarget.allCases)
    func replay(_ target: FuzzTarget) throws {
        let folder = TestData.projectRoot.appendingPathComponent("Tests/Fuzz/Corpus/\(target.rawValue)")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }
        #expect(files.count >= 3)
        for file in files {
            let octets = Array(try Data(contentsOf: file))
            #expect(target.run(octets) == nil, "\(file.lastPathComponent)")
        }
    }
}
