import NetworkPrimitives
import Reports
import Results

/// What a result rests on: what was assumed, and how to make it again.
struct Basis {
    var commands: [String] = []
    var inputs: [InputDocument] = []
    var versions: [String] = []
    var presets: [UsedPresetDocument] = []
    var defects: [DefectDocument] = []
    var assumed: [String] = []
    var facts: [String] = []

    mutating func add(command: String?, inputs: [InputDocument]?, version: String?) {
        if let command, !commands.contains(command) { commands.append(command) }
        for input in inputs ?? [] where !self.inputs.contains(input) { self.inputs.append(input) }
        if let version, !versions.contains(version) { versions.append(version) }
    }

    mutating func add(_ run: RunDocument) {
        add(command: run.command, inputs: run.inputs, version: run.spillwayVersion)
        add(presets: run.presets, defects: run.defects)
        facts.append(
            "\(run.name): \(counted(run.routers.count, "router"))"
                + (run.topology.map { ", \(counted($0.segments.count, "segment"))" } ?? "")
                + "; converged from a cold start in \(Words.span(run.coldStartNs)), watched for \(Words.span(run.durationNs)); seed \(run.seed); digest \(run.digest)."
        )
        if let rule = run.series?.rule { facts.append("Series: \(rule)") }
    }

    mutating func add(presets: [UsedPresetDocument]?, defects: [DefectDocument]?) {
        for preset in presets ?? [] where !self.presets.contains(where: { $0.name == preset.name }) {
            self.presets.append(preset)
        }
        for defect in defects ?? [] where !self.defects.contains(defect) { self.defects.append(defect) }
    }

    func write(into page: inout Markup) {
        page.section("On what this rests") { section in
            section.element("div", [.class("two")]) { two in
                two.element("div", [], writeAssumed)
                two.element("div", [], writeOrigin)
            }
        }
    }

    private func writeAssumed(into page: inout Markup) {
        page.element("h3", [], "Assumed")
        var texts: [String] = []
        for preset in presets {
            let sureness =
                preset.confirmed
                ? "confirmed by its sources" : "not confirmed: " + preset.unconfirmed.joined(separator: "; ")
            texts.append("Preset \(preset.name), \(counted(preset.routers.count, "router")): \(sureness).")
        }
        texts += defects.map { "Defect \($0.key), \(counted($0.routers.count, "router")): \($0.text)." }
        texts += assumed
        texts.append(
            "Bandwidth and the load that traffic puts on links are not modeled; a route that was calculated forwards.")
        texts.append("A run is one course of events: another seed gives other times.")
        page.list(texts)
    }

    private func writeOrigin(into page: inout Markup) {
        page.element("h3", [], "How to reproduce")
        page.element("pre", [], commands.joined(separator: "\n"))
        var texts = inputs.map { "\($0.file): SHA-256 \($0.sha256)" }
        texts += facts
        if !versions.isEmpty {
            texts.append(
                "Spillway \(versions.joined(separator: ", ")). Equal inputs and seed give the same digest on any machine."
            )
        }
        page.list(texts)
    }
}
