/// What a value of a JSON result can be.
indirect enum ResultShape: Sendable {
    /// What a number counts.
    enum Unit: Sendable {
        /// Things: the field's name says which.
        case none
        case nanoseconds
        /// A moment of a run: nanoseconds since the start of its timeline.
        case moment
        /// A moment of a capture: nanoseconds since 1970-01-01 UTC.
        case captured
        /// A moment of a replay: nanoseconds since the first frame.
        case replayed
        case millionths, percent, seconds
    }

    case boolean, text
    /// From 0.
    case number(Unit)
    /// Of either sign.
    case signed(Unit)
    /// One of these texts.
    case word([String])
    /// A text that matches a regular expression.
    case pattern(String)
    case list(ResultShape)
    /// An array of a fixed number of values, each with a meaning of its own.
    case tuple([ResultField])
    /// An object whose keys are data.
    case map(ResultShape)
    case record(ResultRecord)
    /// The record of this name, which holds records of its own kind.
    case itself(String)
    /// One of several objects.
    case oneOf([ResultRecord])
    case either([ResultShape])
    /// Or null.
    case optional(ResultShape)

    static let count = number(.none)
    static let span = number(.nanoseconds)
    /// Before the start of the timeline where it is below 0.
    static let moment = signed(.moment)
    static let texts = list(.text)
    /// 64 bits.
    static let digest = pattern("^0x[0-9a-f]{16}$")
    /// A number of a packet, as it is written there.
    static let hexadecimal = pattern("^0x[0-9a-f]+$")
    static let octets = pattern("^([0-9a-f]{2})*$")
    /// An address, Router ID, Area ID or Link State ID.
    static let quad = pattern("^[0-9]{1,3}(\\.[0-9]{1,3}){3}$")
    static let prefix = pattern("^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$")
    static let quads = list(.quad)
}

/// One key of a JSON result.
struct ResultField: Sendable {
    let name: String
    let shape: ResultShape
    let meaning: String
    let canBeLeftOut: Bool

    /// - Parameters:
    ///   - meaning: in plain English, without the unit, which the shape has.
    ///   - canBeLeftOut: whether objects without it are right as well.
    init(_ name: String, _ shape: ResultShape, _ meaning: String, canBeLeftOut: Bool = false) {
        (self.name, self.shape, self.meaning, self.canBeLeftOut) = (name, shape, meaning, canBeLeftOut)
    }
}

/// An object of a JSON result: its keys in the order in which they are written.
struct ResultRecord: Sendable {
    let name: String
    let summary: String
    let fields: [ResultField]

    init(_ name: String, _ summary: String, _ fields: [ResultField]) {
        (self.name, self.summary, self.fields) = (name, summary, fields)
    }

    /// A whole result: the header, then these fields.
    init(_ kind: ResultKind, _ summary: String, _ fields: [ResultField]) {
        let name = String(kind.rawValue.prefix { $0 != "/" })
        self.init(name, summary, [Self.format(kind)] + Self.header + fields)
    }

    /// A result that is part of another one.
    init(part kind: ResultKind, _ summary: String, _ fields: [ResultField]) {
        self.init(String(kind.rawValue.prefix { $0 != "/" }) + "-part", summary, [Self.format(kind)] + fields)
    }

    private static func format(_ kind: ResultKind) -> ResultField {
        ResultField("format", .word([kind.rawValue]), "the format and its version")
    }

    private static let header: [ResultField] = [
        ResultField("spillway_version", .text, "the program that made it"),
        ResultField(
            "command", .text, "the command that gives it again, without --jobs and without the secrets of --key"),
        ResultField("inputs", .list(.record(input)), "every file that was read, in that order"),
    ]

    private static let input = ResultRecord(
        "input", "a file that was read",
        [
            ResultField("file", .text, "as the user wrote it, or as a file that the user named refers to it"),
            ResultField("sha256", .pattern("^[0-9a-f]{64}$"), "of its octets"),
        ])
}
