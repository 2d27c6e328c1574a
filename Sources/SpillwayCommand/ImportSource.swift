import ArgumentParser
import Captures
import Files
import Imports
import NetworkPrimitives
import Scenarios

/// Reads the files of an import.
enum ImportSource {
    /// A file, whatever it is.
    /// - Throws: exit code 2 where it cannot be read.
    static func read(_ path: String, as kind: FileKind?) throws -> SourceFile {
        do {
            let octets = try FileInput.octets(
                of: path == "-" ? "/dev/stdin" : path, upTo: SourceFile.sizeLimit)
            let file = SourceFile.recognized(path: path, octets: octets, as: kind)
            if file.kinds != [.capture] { Origin.inputs.note(path, octets) }
            guard path == "-", file.kinds == [.capture] else { return file }
            return SourceFile(path: path, octets: octets, kinds: file.kinds)
        } catch .tooLarge {
            // Captures are read piece by piece, however large they are.
            return SourceFile(path: path, octets: [], kinds: [.capture])
        } catch .missing {
            throw Console.failure("no such file", at: path)
        } catch .isDirectory {
            throw Console.failure("this is a directory, not a file", at: path)
        } catch .unreadable(let reason) {
            throw Console.failure("the file cannot be read: \(reason)", at: path)
        }
    }

    /// Hands files to an import; captures are of one network, and read together.
    static func add(_ sources: [SourceFile], to network: inout NetworkImport, at moment: MomentArgument?) throws {
        let captures = sources.filter { $0.kinds == [.capture] }
        for file in sources where file.kinds != [.capture] { network.add(file) }
        guard !captures.isEmpty else { return }
        let reader = try reader(of: captures)
        let summary = CaptureAnalysis().summary(of: reader) { MomentArgument.span(to: moment, firstFrame: $0) }
        let name = captures.map(\.name).joined(separator: ", ")
        CaptureInput.warnOfEnds(reader, name: name)
        let isEmpty = summary.databases.allSatisfy { $0.entries.isEmpty }
        if isEmpty {
            network.noteEmptyCapture(name, summary.totals.sum)
        } else {
            network.add(SourceFile(path: name, octets: [], kinds: [.capture]), captured: summary)
        }
    }

    private static func reader(of captures: [SourceFile]) throws -> CaptureReader {
        if captures.count == 1, captures[0].path == "-" {
            do {
                return try CaptureReader(octets: captures[0].octets)
            } catch {
                throw Console.failure("\(error)", at: captures[0].name)
            }
        }
        guard !captures.contains(where: { $0.path == "-" }) else {
            throw Console.failure("a capture beside others", at: "-", "give it as a file")
        }
        return try CaptureInput.reader(of: captures.map(\.path))
    }
}

/// Names of routers that a user gives.
enum RouterNames {
    /// A topology or scenario, a hosts file, or lines of a Router ID and a name, in either order.
    static func read(_ path: String) throws -> [RouterID: String] {
        guard case .success(let octets) = FileSource.noted.read(path) else {
            throw Console.failure("the file with names cannot be read", at: path)
        }
        var names: [RouterID: String] = [:]
        var strange: Int?
        let lines = String(decoding: octets, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let words = line.prefix { $0 != "#" }.split { " \t,;=\r".contains($0) }
            guard !words.isEmpty else { continue }
            if words.count >= 2, let id = RouterID(words[0]) {
                names[id] = String(words[1])
            } else if words.count >= 2, let id = RouterID(words[1]) {
                names[id] = String(words[0])
            } else if strange == nil {
                strange = number + 1
            }
        }
        guard let strange else { return names }
        // Not all lines are of that kind: it is a topology, or a mistake.
        if names.isEmpty || lines.contains(where: { $0.hasPrefix("routers:") || $0.hasPrefix("topology:") }) {
            return try CaptureInput.routerNames(of: path)
        }
        throw Console.failure(
            "no name in line \(strange)", at: path, "a Router ID and a name, such as '10.0.0.1 core1'")
    }
}
