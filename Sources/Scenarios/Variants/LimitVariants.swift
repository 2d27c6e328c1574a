import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// Reads what a command line says about the limits to compare: `--policy reject@PAR4` and `--vary ignore-time=60s,300s`.
///
/// The keys and values are those of a `limit` in scenario files, read by the same reader, so that every key that files know
/// can be varied.
public enum LimitVariants {
    /// The variants for one network: every policy with every combination of the settings, the first setting changing
    /// slowest.
    ///
    /// - Parameters:
    ///   - policies: each `POLICY` or `POLICY@WHERE`: `configured`, `none`, an `action` of limits, or a preset, which keeps
    ///     each router's own maximum. `WHERE` is a router, a site, a model, or the name of a group, which means its
    ///     originators. Several may stand in one text, separated by commas.
    ///   - variations: each `KEY=VALUE,VALUE` or `KEY@WHERE=VALUE,VALUE`.
    ///   - presets: those that a policy can name: the program's, or a topology's with its own.
    /// - Returns: all mistakes at once, with their places in the arguments.
    ///
    /// Routers without a limit keep having none, unless `maximum` is varied for them by name.
    public static func read(
        policies: [String], variations: [String], network: NetworkConfiguration, presets: [Preset] = Preset.all
    ) -> Loaded<[LimitOverride]> {
        let sink = DiagnosticSink()
        let reader = LimitVariantReader(network: network, presets: presets, sink: sink)
        let bases = policies.flatMap { reader.policies(in: $0) }
        let axes = variations.map { reader.settings(in: $0) }
        guard !sink.hasErrors else { return Loaded(content: nil, diagnostics: sink.sorted()) }
        var variants = bases.isEmpty ? [LimitVariant(title: "", change: { $0 })] : bases
        for axis in axes { variants = variants.flatMap { variant in axis.map { variant.followed(by: $0) } } }
        let configured = Table<RouterIndex, LimitPolicy>(network.routers.map(\.ospf.limit))
        let overrides = variants.map { variant in
            let changed = variant.change(configured)
            return LimitOverride(
                name: variant.title.isEmpty ? "configured" : variant.title,
                policies: Table(zip(configured, changed).map { $0 == $1 ? nil : $1 }))
        }
        return Loaded(content: overrides, diagnostics: sink.sorted())
    }
}

/// A change of all routers' policies.
struct LimitVariant {
    let title: String
    let change: (Table<RouterIndex, LimitPolicy>) -> Table<RouterIndex, LimitPolicy>

    func followed(by next: LimitVariant) -> LimitVariant {
        let title = [title, next.title].filter { !$0.isEmpty }.joined(separator: " ")
        return LimitVariant(title: title) { next.change(change($0)) }
    }
}

/// Reads one argument after the other.
struct LimitVariantReader {
    let network: NetworkConfiguration
    let presets: [Preset]
    let sink: DiagnosticSink

    /// A part of an argument, and its place.
    private struct Word {
        let text: String
        let position: Position

        /// The parts between separators, each with its place.
        func split(_ separator: Character) -> [Word] {
            var words: [Word] = []
            var column = position.column
            for part in text.split(separator: separator, omittingEmptySubsequences: false) {
                words.append(
                    Word(text: String(part), position: Position(file: position.file, line: 1, column: column)))
                column += part.unicodeScalars.count + 1
            }
            return words
        }
    }

    private func argument(_ text: String, of option: String) -> Word {
        Word(text: text, position: Position(file: sink.addFile(path: option, text: text), line: 1, column: 1))
    }

    // MARK: Policies

    func policies(in text: String) -> [LimitVariant] {
        argument(text, of: "--policy").split(",").compactMap { word in
            let parts = word.split("@")
            guard parts.count <= 2 else {
                sink.error("a policy is POLICY or POLICY@WHERE", at: word.position)
                return nil
            }
            let place = parts.count == 2 ? parts[1] : nil
            guard let setting = setting(ofPolicy: parts[0]) else {
                _ = routers(at: place)
                return nil
            }
            return variant(title: word.text == "configured" ? "" : word.text, setting, at: place)
        }
    }

    /// What `action` can be in scenario files.
    private var actions: [String] {
        guard case .word(let words)? = Record.limit.key("action")?.shape else { return [] }
        return words
    }

    /// The keys that a policy means; an empty mapping for what is configured.
    private func setting(ofPolicy word: Word) -> Value? {
        func mapping(_ key: String, _ text: String) -> Value { value(key, text, at: word.position, word.position) }
        switch word.text {
        case "configured": return .mapping([], at: word.position)
        case "none": return mapping("maximum", "none")
        case _ where actions.contains(word.text): return mapping("action", word.text)
        case _ where presets.contains { $0.name == word.text && $0.limit != nil }: return mapping("preset", word.text)
        default:
            let names = ["configured", "none"] + actions + presets.filter { $0.limit != nil }.map(\.name)
            let what =
                presets.contains { $0.name == word.text }
                ? "the preset '\(word.text)' has no limit"
                : "'\(shortened(word.text))' is no policy: it is one of \((["configured", "none"] + actions).joined(separator: ", ")), or a preset with a limit"
            sink.error(what, at: word.position, suggestion: nearestName(to: word.text, among: names))
            return nil
        }
    }

    // MARK: Settings

    func settings(in text: String) -> [LimitVariant] {
        let whole = argument(text, of: "--vary")
        guard let equals = text.firstIndex(of: "=") else {
            sink.error("a variation is KEY=VALUE,VALUE or KEY@WHERE=VALUE,VALUE", at: whole.position)
            return []
        }
        let head = Word(text: String(text[..<equals]), position: whole.position)
        let tail = Word(
            text: String(text[text.index(after: equals)...]),
            position: Position(
                file: whole.position.file, line: 1, column: 2 + head.text.unicodeScalars.count))
        let parts = head.split("@")
        let place =
            parts.count > 1
            ? Word(
                text: parts[1...].map(\.text).joined(separator: "@"), position: parts[1].position) : nil
        let checker = ShapeChecker(sink: sink)
        return tail.split(",").compactMap { word in
            let setting = value(parts[0].text, word.text, at: parts[0].position, word.position)
            guard checker.check(setting, is: .record(Record.limit), label: "a limit") else {
                _ = routers(at: place)
                return nil
            }
            return variant(title: "\(head.text)=\(word.text)", setting, at: place)
        }
    }

    private func value(_ key: String, _ text: String, at keyPosition: Position, _ position: Position) -> Value {
        let content: Value.Content = text.isEmpty ? .nothing : .scalar(text)
        return .mapping(
            [Value.Field(key: key, keyPosition: keyPosition, value: Value(content: content, position: position))],
            at: keyPosition)
    }

    /// The change that the keys of `setting` make to the routers at a place.
    private func variant(title: String, _ setting: Value, at place: Word?) -> LimitVariant? {
        guard let selected = routers(at: place) else { return nil }
        let givesLimit = place != nil && setting["maximum"] != nil && setting["maximum"]?.text != "none"
        let concerned = selected.filter { givesLimit || network.routers[$0].ospf.limit.maximum != nil }
        if let place, concerned.isEmpty {
            sink.error("no router of '\(shortened(place.text))' has a limit", at: place.position)
            return nil
        }
        let machine = MachineReader(presets: presets, sink: sink)
        // Presets are looked up once here, so that a mistake in a value is reported.
        var probe = LimitPolicy.none
        machine.apply(limit: setting, to: &probe)
        // A preset that is known to have no limit means none.
        let keepsMaximum = setting["preset"] != nil && probe != .none
        return LimitVariant(title: title) { policies in
            var policies = policies
            for router in concerned {
                let maximum = policies[router].maximum
                machine.apply(limit: setting, to: &policies[router])
                if keepsMaximum { policies[router].maximum = maximum }
            }
            return policies
        }
    }

    // MARK: Places

    /// The routers that a place means, all of them without one; `nil` after saying that there is no such place. Names
    /// are distinguished by case only where several would fit.
    private func routers(at place: Word?) -> [RouterIndex]? {
        guard let place else { return Array(network.routers.indices) }
        for isSame in [{ $0 == $1 }, { $0.lowercased() == $1.lowercased() }] as [(String, String) -> Bool] {
            for kind in [routerName, site, groups, model] {
                let found = network.routers.indices.filter { router in
                    kind(router).contains { isSame($0, place.text) }
                }
                if !found.isEmpty { return found }
            }
        }
        let names = network.routers.indices.flatMap { routerName($0) + site($0) + groups($0) + model($0) }
        sink.error(
            "there is no router, site, group or model '\(shortened(place.text))'", at: place.position,
            suggestion: nearestName(to: place.text, among: names))
        return nil
    }

    private func routerName(_ router: RouterIndex) -> [String] { [network.routers[router].name] }
    private func site(_ router: RouterIndex) -> [String] { network.routers[router].site.map { [$0] } ?? [] }
    private func groups(_ router: RouterIndex) -> [String] { network.routers[router].ospf.redistributions.map(\.name) }
    private func model(_ router: RouterIndex) -> [String] { [network.routers[router].model] }
}
