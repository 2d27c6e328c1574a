import Scenarios

/// What people type for a command or an option that has another name here.
enum CommandWords {
    /// The command that a word means, or the nearest by letters.
    static func command(for word: String, among known: [String]) -> String? {
        let plain = word.lowercased()
        let meant = commands.first { $0.words.contains(plain) && known.contains($0.name) }?.name
        return meant ?? nearestName(to: word, among: known)
    }

    /// What to write in place of an option, or the nearest one by letters.
    static func option(for option: String, among known: [String]) -> String? {
        let plain = option.lowercased().drop { $0 == "-" }
        let meant = options.first { entry in
            entry.words.contains { $0 == plain }
                && known.contains(entry.name.split(separator: " ").first.map(String.init) ?? "")
        }
        if let meant { return meant.name }
        let isOutput = options.contains {
            $0.name == "--output" && ($0.words.contains { $0 == plain } || plain == "output")
        }
        return isOutput ? "> FILE" : nearestName(to: option, among: known)
    }

    private static let commands: [(name: String, words: Set<String>)] = [
        ("run", ["simulate", "simulation", "sim", "emulate", "exec", "execute", "start", "play", "scenario"]),
        (
            "plan",
            [
                "what-if", "whatif", "change", "changes", "predict", "forecast", "preview", "dry-run", "maintenance",
                "impact", "assess",
            ]
        ),
        (
            "limits",
            ["limit", "survive", "failures", "failure", "survey", "headroom", "stress", "worst-case", "max-lsa", "n-1"]
        ),
        ("compare", ["diff", "difference", "versus", "vs", "policies", "policy", "benchmark"]),
        (
            "inspect",
            [
                "pcap", "show", "analyze", "analyse", "capture", "captures", "read", "dissect", "dump", "info",
                "summary", "summarize", "decode", "view", "open",
            ]
        ),
        ("report", ["html", "page", "svg", "picture", "render", "web", "export-html"]),
        ("replay", ["feed", "rerun"]),
        ("validate", ["check", "lint", "verify", "test", "syntax", "parse"]),
        ("presets", ["preset", "vendors", "vendor", "models", "platforms", "list"]),
        ("import", ["convert", "load", "from-pcap", "extract"]),
        ("schema", ["json-schema", "format", "jsonschema"]),
        ("lab-config", ["lab", "config", "configs", "export", "frr", "bird", "generate-config"]),
        ("lab-random", ["random", "generate", "fuzz"]),
        ("verify-lab", ["compare-lab", "lab-verify", "lab-compare", "lab-diff"]),
    ]

    /// A name may come with its value; the first that the command has is meant.
    private static let options: [(name: String, words: Set<String>)] = [
        ("--format json", ["json", "as-json", "output-json", "j"]),
        ("--format text", ["text", "plain", "txt"]),
        ("--output", ["out", "o", "outfile", "output-file", "output-dir", "dir", "directory", "to", "file", "write"]),
        ("--format", ["output-format", "fmt", "type", "yaml", "csv", "xml"]),
        ("--report", ["html", "page", "web", "html-report"]),
        ("--trace", ["log", "events", "journal", "trace-file"]),
        ("--capture", ["pcap", "record", "write-pcap", "captures"]),
        ("--checkpoints", ["states", "snapshots", "checkpoint"]),
        ("--why", ["explain", "cause", "because", "reason"]),
        ("--seeds", ["runs", "repeat", "repetitions", "iterations"]),
        ("--seed", ["random-seed", "rng", "s"]),
        ("--jobs", ["threads", "parallel", "workers", "cores", "cpus"]),
        ("--until", ["duration", "end", "time", "stop", "length"]),
        ("--watch", ["duration", "time", "timeout", "until", "for", "wait"]),
        ("--after", ["duration", "wait", "watch"]),
        ("--change", ["action", "actions", "do", "set", "apply", "changes", "cut", "decommission", "drain"]),
        ("--fail-if", ["threshold", "thresholds", "fail", "fails-if", "max", "fail-on"]),
        ("--expect", ["assert", "assertion", "expectation", "require", "check", "pass-if"]),
        ("--tolerate", ["tolerance", "allow", "grace"]),
        ("--pause", ["interval", "gap", "delay", "sleep"]),
        ("--survive", ["failures", "failure", "fail", "any", "demand"]),
        ("--and-return", ["return", "restore", "repair", "recover"]),
        ("--policy", ["policies", "action", "on-limit"]),
        ("--vary", ["sweep", "variation", "variations", "set", "param"]),
        ("--limit", ["max-lsa", "maximum", "max", "lsa-limit", "maximum-lsa"]),
        ("--preset", ["vendor", "platform", "model", "presets"]),
        ("--into", ["topology", "network", "scenario"]),
        ("--names", ["topology", "hosts", "resolve", "scenario"]),
        ("--topology", ["network", "file", "scenario", "into"]),
        ("--then", ["change", "actions", "action", "next"]),
        ("--speed", ["pace", "rate", "realtime", "real-time", "factor"]),
        ("--at", ["moment", "time", "when", "segment", "interface"]),
        ("--between", ["from", "range", "start", "begin", "since", "window", "time"]),
        ("--router", ["filter", "router-id", "source", "node", "advertising-router"]),
        ("--key", ["secret", "password", "auth", "authentication", "md5"]),
        ("--local", ["localtime", "local-time", "timezone", "tz"]),
        ("--lsas", ["lsdb", "database", "lsa", "databases"]),
        ("--packets", ["packet", "dump", "raw", "frames"]),
        ("--strict", ["werror", "warnings-as-errors", "pedantic", "fail-on-warnings"]),
        ("--from", ["input-format", "source", "type"]),
        ("--profile", ["vendor", "daemon", "behavior"]),
        ("--daemon", ["software", "profile", "target", "frr", "bird", "for"]),
        ("--keep-gaps", ["gaps", "no-skip"]),
        ("--verbose", ["debug", "details", "detail", "all", "full", "long", "vv"]),
        ("--quiet", ["silent", "brief", "short", "summary", "terse"]),
        ("--version", ["about", "v"]),
    ]
}
