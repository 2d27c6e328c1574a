import Foundation
import TestSupport
import Testing

/// docs/rfc-index.md, and the comments that it is made of.
@Suite("The index of clauses") struct ClauseIndexTests {
    @Test func `the page shows where each clause is`() throws {
        let url = SourceTree.root.appendingPathComponent("docs/rfc-index.md")
        if ProcessInfo.processInfo.environment["SPILLWAY_DOCS"] == "write" {
            try ClauseIndex.page.write(to: url, atomically: true, encoding: .utf8)
            return
        }
        let written = ClauseIndex.withoutLines(try String(contentsOf: url, encoding: .utf8))
        let current = ClauseIndex.withoutLines(ClauseIndex.page)
        #expect(current.split(separator: "\n").filter { !written.contains($0) } == [], "run Scripts/docs")
        #expect(written == current, "run Scripts/docs")
    }

    @Test func `every clause has a place, or a reason why it has none`() {
        let open = ListedClause.all.filter {
            $0.reason == nil && !ClauseIndex.isNamed($0.clause) && !ClauseIndex.hasNamedParts($0.clause)
        }
        #expect(open.map { "\($0.clause): \($0.title)" } == [])
    }

    @Test func `what is said not to be modeled is not in the code`() {
        let both = ListedClause.all.filter { $0.reason != nil }.flatMap { ClauseIndex.code(of: $0.clause) }
        #expect(both.map { "\($0.path):\($0.line): \($0.clause)" } == [])
    }

    /// RFC 2328 has chapters beside those that are listed.
    @Test func `every clause that is named exists`() {
        let known = Set(ListedClause.all.map(\.clause))
        let chapters = Set(known.map { "\($0.rfc) \($0.chapter)" })
        let rfcs = Set(known.map(\.rfc)).subtracting([2328])
        let unknown = (ClauseIndex.code + ClauseIndex.tests).filter {
            !known.contains($0.clause)
                && (rfcs.contains($0.clause.rfc) || chapters.contains("\($0.clause.rfc) \($0.clause.chapter)"))
        }
        #expect(unknown.map { "\($0.path):\($0.line): there is no \($0.clause)" } == [])
    }

    @Test func `comments say the RFC and the section of each step`() {
        var found: [String] = []
        for file in SourceTree.swiftFiles where file.module != nil {
            for block in file.comments {
                let unnamed = CitedText(block.text).unnamed.map { "§\($0) of which RFC?" }
                let bare = block.text.contains(/^\((\d|[a-z])\)|\bSteps? \(/) ? ["a step of what?"] : []
                found += (unnamed + bare).map { place(file, block.firstLine, $0) }
            }
        }
        #expect(found == [])
    }

    @Test(.enabled(if: TestData.shared != nil, "the shared reference data is not beside this checkout"))
    func `the list has every numbered section and step of the texts`() throws {
        let folder = try #require(TestData.shared).appendingPathComponent("rfc")
        for rfc in Set(ListedClause.all.map(\.clause.rfc)).sorted() {
            let text = try String(contentsOf: folder.appendingPathComponent("rfc\(rfc).txt"), encoding: .isoLatin1)
            let known = Set(ListedClause.all.filter { $0.clause.rfc == rfc }.map(\.clause.name))
            let chapters = Set(ListedClause.all.filter { $0.clause.rfc == rfc }.map(\.clause.chapter))
            let found = RFCText(text, indentsSections: [1765, 2328].contains(rfc)).clauses
            #expect(found.count > 10)
            let missing = found.filter { name in
                !known.contains(name)
                    && (rfc != 2328 || chapters.contains(Clause(rfc: rfc, name: name).chapter))
            }
            #expect(missing == [], "RFC \(rfc)")
        }
    }
}
