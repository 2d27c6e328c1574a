import Foundation

/// A page in the browser.
final class BrowserPage {
    let browser: Chromium
    let session: String
    private let target: String
    private let file: URL

    /// - Parameters:
    ///   - html: the page; it is opened from a file, as a person opens it.
    ///   - address: after the number sign.
    ///   - allowsScripts: `false` for a server that forbids them.
    init(
        _ html: String, address: String = "", width: Int = 1440, height: Int = 900, allowsScripts: Bool = true,
        isDark: Bool = false
    ) throws {
        browser = try Chromium.shared.get()
        file = FileManager.default.temporaryDirectory.appendingPathComponent("spillway-page-\(UUID()).html")
        try Data(html.utf8).write(to: file)
        target = try browser.call("Target.createTarget", ["url": "about:blank"])["targetId"] as? String ?? ""
        session =
            try browser.call("Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"] as? String
            ?? ""
        for domain in ["Page", "Runtime", "Network", "Accessibility"] { try call("\(domain).enable") }
        try resize(width, height)
        if !allowsScripts { try call("Emulation.setScriptExecutionDisabled", ["value": true]) }
        if isDark { try media(features: ["prefers-color-scheme": "dark"]) }
        try call("Page.navigate", ["url": file.absoluteString + (address.isEmpty ? "" : "#" + address)])
        try browser.waitForEvent("Page.loadEventFired", of: session)
    }

    deinit {
        _ = try? browser.call("Target.closeTarget", ["targetId": target])
        try? FileManager.default.removeItem(at: file)
    }

    @discardableResult
    func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
        try browser.call(method, parameters, session: session)
    }

    func resize(_ width: Int, _ height: Int) throws {
        try call(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
    }

    func media(_ media: String = "", features: [String: String] = [:]) throws {
        try call(
            "Emulation.setEmulatedMedia",
            ["media": media, "features": features.map { ["name": $0.key, "value": $0.value] }])
    }

    // MARK: What is there

    /// The value of an expression, in which a promise is awaited.
    /// - Throws: what the script throws.
    func value(_ expression: String) throws -> Any {
        let answer = try call(
            "Runtime.evaluate", ["expression": expression, "returnByValue": true, "awaitPromise": true])
        if let details = answer["exceptionDetails"] as? [String: Any] {
            let exception = details["exception"] as? [String: Any]
            throw Chromium.Failure(description: "\(exception?["description"] ?? details["text"] ?? expression)")
        }
        return (answer["result"] as? [String: Any])?["value"] ?? NSNull()
    }

    func number(_ expression: String) throws -> Double { (try value(expression) as? NSNumber)?.doubleValue ?? .nan }
    func text(_ expression: String) throws -> String { try value(expression) as? String ?? "" }
    func texts(_ expression: String) throws -> [String] { try value(expression) as? [String] ?? [] }
    func isTrue(_ expression: String) throws -> Bool { try value(expression) as? Bool ?? false }

    /// The first explorer of the page, in an expression.
    static let explorer = "spillway.explorers[0]"
    /// The moment of cursor A, once what is under way has been drawn.
    func moment() throws -> Double {
        try value("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(\(Self.explorer).a))))")
            as? Double ?? .nan
    }

    // MARK: What a person does

    /// Presses a key, with modifiers: Alt 1, Shift 8.
    func press(_ key: String, modifiers: Int = 0) throws {
        var parameters: [String: Any] = ["key": key, "modifiers": modifiers, "type": "keyDown"]
        if key.count == 1 { parameters["text"] = key }
        if key == "Enter" { parameters["text"] = "\r" }
        try call("Input.dispatchKeyEvent", parameters)
        parameters["type"] = "keyUp"
        try call("Input.dispatchKeyEvent", parameters)
        _ = try moment()
    }

    func focus(_ selector: String) throws { _ = try value("document.querySelector('\(selector)').focus()") }

    func click(_ selector: String) throws {
        _ = try value("document.querySelector('\(selector)').click()")
        _ = try moment()
    }

    /// Presses the mouse in the middle of an element, or at a share of its width.
    func press(at share: Double, of selector: String, modifiers: Int = 0) throws {
        let place =
            try value(
                "(() => { const e = document.querySelector('\(selector)'); e.scrollIntoView({ block: 'center' }); const r = e.getBoundingClientRect(); return [r.left + r.width * \(share), r.top + Math.min(r.height / 2, 300)] })()"
            ) as? [Double] ?? [0, 0]
        for type in ["mousePressed", "mouseReleased"] {
            try call(
                "Input.dispatchMouseEvent",
                ["type": type, "x": place[0], "y": place[1], "button": "left", "clickCount": 1, "modifiers": modifiers])
        }
        _ = try moment()
    }
}
