import Foundation

/// A result of the program, read back from the JSON that it was written as.
///
/// Property names are those of `docs/result-format.md` in camel case: `lost_ns` is `lostNs`. Fields that files of earlier
/// versions of the program do not have are optional.
public enum ResultFile: Equatable, Sendable {
    case run(RunDocument)
    case comparison(ComparisonDocument)
    case plan(PlanDocument)
    case limits(LimitsDocument)
    case replay(ReplayDocument)
    case replayComparison(ReplayComparisonDocument)

    /// The formats that are read, each the newest of its kind.
    public static let formats = [
        "spillway-result/2", "spillway-comparison/3", "spillway-plan/2", "spillway-limits/2", "spillway-replay/2",
        "spillway-replay-comparison/1",
    ]

    /// - Parameter octets: of a whole file, UTF-8.
    /// - Complexity: O(octets).
    public init(reading octets: [UInt8]) throws(ResultFileError) {
        let data = Data(octets)
        do {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            func read<Document: Decodable>(_ type: Document.Type) throws -> Document {
                try decoder.decode(type, from: data)
            }
            switch try decoder.decode(FormatName.self, from: data).format {
            case Self.formats[0]: self = .run(try read(RunDocument.self))
            case Self.formats[1]: self = .comparison(try read(ComparisonDocument.self))
            case Self.formats[2]: self = .plan(try read(PlanDocument.self))
            case Self.formats[3]: self = .limits(try read(LimitsDocument.self))
            case Self.formats[4]: self = .replay(try read(ReplayDocument.self))
            case Self.formats[5]: self = .replayComparison(try read(ReplayComparisonDocument.self))
            case let other: throw ResultFileError(format: other)
            }
        } catch let error as ResultFileError {
            throw error
        } catch {
            throw ResultFileError(error)
        }
    }

    /// The result as JSON with sorted keys.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data: Data?
        switch self {
        case .run(let document): data = try? encoder.encode(document)
        case .comparison(let document): data = try? encoder.encode(document)
        case .plan(let document): data = try? encoder.encode(document)
        case .limits(let document): data = try? encoder.encode(document)
        case .replay(let document): data = try? encoder.encode(document)
        case .replayComparison(let document): data = try? encoder.encode(document)
        }
        // Nothing in a document is a number that JSON does not have.
        return String(decoding: data ?? Data(), as: UTF8.self)
    }
}

private struct FormatName: Decodable {
    var format: String
}

/// Why a file is no result that can be read.
public struct ResultFileError: Error, Equatable, CustomStringConvertible, Sendable {
    public let description: String

    /// Of a format that is not read.
    init(format: String) {
        let known = ResultFile.formats.first { Self.parts(of: $0).name == Self.parts(of: format).name }
        guard let known else {
            let names = ResultFile.formats.map { Self.parts(of: $0).name }.joined(separator: ", ")
            description = "no result of a run is in the format '\(format)': it is one of \(names)"
            return
        }
        let isOlder = Self.parts(of: format).version < Self.parts(of: known).version
        description =
            isOlder
            ? "the format '\(format)' is of an older version of the program: make the result again, as its field 'command' says"
            : "the format '\(format)' is not known: this version of the program reads '\(known)'"
    }

    private static func parts(of format: String) -> (name: Substring, version: Int) {
        let parts = format.split(separator: "/")
        return (parts.first ?? "", parts.count == 2 ? Int(parts[1]) ?? .max : .max)
    }

    init(_ error: any Error) {
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            description = "no result: '\(Self.path(context.codingPath + [key]))' is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            let path = Self.path(context.codingPath)
            description = "no result: \(path.isEmpty ? "the whole" : "'\(path)'") has another form"
        default: description = "no result: the file is not JSON"
        }
    }

    /// `routers[3].lost_ns`, as the file has it.
    private static func path(_ keys: [any CodingKey]) -> String {
        keys.reduce("") { path, key in
            if let index = key.intValue { return "\(path)[\(index)]" }
            let words = key.stringValue.map { $0.isUppercase ? "_\($0.lowercased())" : "\($0)" }.joined()
            return path.isEmpty ? words : "\(path).\(words)"
        }
    }
}
