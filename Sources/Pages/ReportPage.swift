import Crypto
import Foundation
import Reports
import Results

/// One self-contained page that shows one or more results: it makes no request, and says all that matters without its script.
///
/// Equal results give equal pages. Every number on it comes from a result.
public struct ReportPage: Sendable {
    /// The whole file.
    public let html: String

    /// - Throws: where a result contradicts itself.
    /// - Complexity: O(size of the results).
    public init(_ results: [ResultFile]) throws(PageError) {
        var content = PageContent()
        for result in results { try content.add(result, among: results) }
        html = Self.document(content)
    }

    /// Of script and style, in bytes.
    public static var codeSize: Int { EmbeddedPart.style.text.utf8.count + EmbeddedPart.script.text.utf8.count }

    private static func document(_ content: PageContent) -> String {
        let (style, script) = (EmbeddedPart.style, EmbeddedPart.script)
        // No other style or script than these runs, and nothing is loaded.
        let policy =
            "default-src 'none'; style-src 'sha256-\(digest(style))'; script-src 'sha256-\(digest(script))'; img-src data:; base-uri 'none'; form-action 'none'"
        let page = Markup.make { page in
            page.trusted("<!doctype html>\n")
            page.element("html", [.at("lang", "en")]) { html in
                html.element("head") { head in
                    head.void("meta", [.at("charset", "utf-8")])
                    head.void("meta", [.at("name", "viewport"), .at("content", "width=device-width,initial-scale=1")])
                    head.void("meta", [.at("http-equiv", "Content-Security-Policy"), .at("content", policy)])
                    head.element("title", [], content.title)
                    head.void("link", [.at("rel", "icon"), .at("href", "data:,")])
                    head.element("style") { $0.trusted(style) }
                }
                html.element("body") { body in
                    body.element("svg", [.class("defs"), .at("width", 0), .at("height", 0), .isHiddenFromReaders]) {
                        svg in
                        svg.element("defs") { defs in
                            defs.trusted(Symbols.definitions)
                            defs.trusted(Symbols.patterns)
                        }
                    }
                    body.append(content.body)
                    body.element("script") { $0.trusted(script) }
                }
            }
        }
        return page.code + "\n"
    }

    private static func digest(_ part: EmbeddedPart) -> String {
        Data(SHA256.hash(data: Array(part.text.utf8))).base64EncodedString()
    }
}
