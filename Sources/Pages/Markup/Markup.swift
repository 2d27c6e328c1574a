import Files

/// HTML or SVG under construction. Text and attributes can hold anything: they are escaped here and nowhere else, and what is
/// not text can only be a literal of the program.
struct Markup {
    private(set) var code = ""

    /// An attribute of an element.
    struct Attribute {
        let name: StaticString
        /// `nil` for one that is there or not, such as `hidden`.
        let value: String?
    }

    /// Markup that is made on its own.
    static func make(_ content: (inout Markup) -> Void) -> Markup {
        var markup = Markup()
        content(&markup)
        return markup
    }

    /// Appends an element with a content.
    mutating func element(_ name: StaticString, _ attributes: [Attribute] = [], _ content: (inout Markup) -> Void) {
        begin(name, attributes)
        content(&self)
        code += "</\(name)>"
    }

    /// Appends an element with a text.
    mutating func element(_ name: StaticString, _ attributes: [Attribute] = [], _ text: String) {
        element(name, attributes) { $0.text(text) }
    }

    /// Appends an HTML element that has no content, such as `meta`.
    mutating func void(_ name: StaticString, _ attributes: [Attribute]) { begin(name, attributes) }

    /// Appends an SVG element without a content.
    mutating func shape(_ name: StaticString, _ attributes: [Attribute]) {
        begin(name, attributes)
        code.removeLast()
        code += "/>"
    }

    /// Appends text, in which every character means itself.
    mutating func text(_ text: String) { code += Self.escaped(text) }

    /// Appends markup that was made before.
    mutating func append(_ markup: Markup) { code += markup.code }

    /// Appends what the program itself holds: its style, its script, its symbols.
    mutating func trusted(_ text: StaticString) { code += "\(text)" }
    mutating func trusted(_ part: EmbeddedPart) { code += part.text }

    /// Appends data for the script: JSON in which nothing can end the element that it stands in.
    mutating func data(_ attributes: [Attribute], _ json: DataText) {
        element("script", [.init(name: "type", value: "application/json")] + attributes) { $0.code += json.text }
    }

    private mutating func begin(_ name: StaticString, _ attributes: [Attribute]) {
        code += "<\(name)"
        for attribute in attributes {
            code += " \(attribute.name)"
            guard let value = attribute.value else { continue }
            code += "=\"\(Self.escaped(value))\""
        }
        code += ">"
    }

    /// Characters that mean something in markup as references, and those that do things to a reader's screen made visible.
    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { "&<>\"'".utf8.contains($0) || $0 < 0x20 || $0 > 0x7E }) else { return text }
        var result = ""
        for scalar in LegibleText.line(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// A part of the page that is embedded in the program.
struct EmbeddedPart {
    let text: String

    static let style = EmbeddedPart(text: String(decoding: PackageResources.page_css, as: UTF8.self))
    static let script = EmbeddedPart(text: String(decoding: PackageResources.page_js, as: UTF8.self))
}

extension Markup.Attribute {
    static func `class`(_ value: String) -> Self { Self(name: "class", value: value) }
    static func id(_ value: String) -> Self { Self(name: "id", value: value) }
    static func label(_ value: String) -> Self { Self(name: "aria-label", value: value) }
    static func data(_ name: StaticString, _ value: Int) -> Self { Self(name: name, value: "\(value)") }
    static func at(_ name: StaticString, _ value: Int) -> Self { Self(name: name, value: "\(value)") }
    static func at(_ name: StaticString, _ value: String) -> Self { Self(name: name, value: value) }
    static func flag(_ name: StaticString) -> Self { Self(name: name, value: nil) }
    static let isHiddenFromReaders = Self(name: "aria-hidden", value: "true")
}
