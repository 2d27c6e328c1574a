import Foundation
import TestSupport

/// The files of the checkout that people wrote.
enum SourceTree {
    /// A file of the checkout.
    struct File: Sendable {
        /// Relative to the top of the checkout.
        let path: String
        let text: String

        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        /// The folder below `Sources` that the file lies in, if it lies there.
        var module: String? {
            let parts = path.split(separator: "/")
            return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
        }
    }

    static let root = TestData.projectRoot

    /// Every text file, sorted by path. Build products, files that a run wrote and captures are left out.
    static let files: [File] = {
        let places = ["Sources", "Tests", "Topologies", "Scripts", "docs", ".ci"]
        var paths = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        paths.removeAll { !$0.hasSuffix(".md") && $0 != "Package.swift" }
        for place in places {
            let below = FileManager.default.enumerator(atPath: root.appendingPathComponent(place).path)
            while let path = below?.nextObject() as? String { paths.append("\(place)/\(path)") }
        }
        return paths.filter { !$0.contains("/.build/") }.sorted().compactMap(read)
    }()

    /// The Swift files.
    static let swiftFiles = files.filter { $0.path.hasSuffix(".swift") }
    /// The Swift files of one module.
    static func swiftFiles(of module: String) -> [File] { swiftFiles.filter { $0.module == module } }
    /// The Markdown files.
    static let documents = files.filter { $0.path.hasSuffix(".md") }

    private static func read(_ path: String) -> File? {
        let octets = FileManager.default.contents(atPath: root.appendingPathComponent(path).path)
        guard let octets, let text = String(data: octets, encoding: .utf8) else { return nil }
        return File(path: path, text: text)
    }
}

extension SourceTree.File {
    /// The text with comments and the contents of string literals blanked out, line by line. Good enough for rules about
    /// words: interpolations count as literals.
    var code: [String] {
        var inLiteral = false
        return lines.map { line in
            if inLiteral {
                if line.contains("\"\"\"") { inLiteral = false }
                return ""
            }
            if line.components(separatedBy: "\"\"\"").count == 2 { inLiteral = true }
            return Self.withoutLiteralsAndComments(line)
        }
    }

    private static func withoutLiteralsAndComments(_ line: Substring) -> String {
        var result = ""
        var quoted = false
        var escaped = false
        var previous: Character = " "
        for character in line {
            if quoted {
                if character == "\"", !escaped { quoted = false }
                escaped = character == "\\" && !escaped
                continue
            }
            if character == "\"" { quoted = true }
            if character == "/", previous == "/" {
                result.removeLast()
                break
            }
            result.append(character)
            previous = character
        }
        return result
    }
}

/// A check's finding, said so that an editor can jump to it.
func place(_ file: SourceTree.File, _ line: Int, _ remark: String) -> String { "\(file.path):\(line + 1): \(remark)" }
