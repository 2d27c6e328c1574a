import Emulation
import NetworkPrimitives
import OSPF

/// What makes a router the machine it is: limit, timers, CPU, memory, defects and habits, gathered from layers of settings.
struct MachineSettings: Hashable {
    var limit = LimitPolicy.none
    var timers = ProtocolTimers.rfc2328
    var cpu = CPUModel.typical
    var memory = MemoryModel.free
    var defects = RouterDefects.none
    var borderRouterType = BorderRouterType.standard
    var profile = BehaviorProfile.rfc
    var isRFC1583Compatible = false
    var gracefulRestart = GracefulRestartConfiguration()
    var isOpaqueCapable = true
    var maximumLinks: Int?
    /// The presets that it has limits or timers from.
    var presets: [String] = []

    /// Takes a preset's limit and timers.
    mutating func take(_ preset: Preset) {
        presets.append(preset.name)
        if let limit = preset.limit { self.limit = limit }
        if let timers = preset.timers { self.timers = timers }
    }
}

/// Applies one layer of settings after the other: defaults, then the model, then the router itself.
struct MachineReader {
    let presets: [Preset]
    let sink: DiagnosticSink

    func apply(_ layer: Value?, to settings: inout MachineSettings) {
        guard let layer else { return }
        if let preset = preset(layer["preset"]) { settings.take(preset) }
        settings.presets += [layer["limit"], layer["timers"]].compactMap { $0?["preset"]?.text }
        apply(limit: layer["limit"], to: &settings.limit)
        apply(timers: layer["timers"], to: &settings.timers)
        apply(cpu: layer["cpu"], to: &settings.cpu)
        MemoryReading.apply(layer["memory"], to: &settings.memory)
        apply(defects: layer["defects"], to: &settings.defects)
        switch layer["border-router-type"]?.text {
        case "standard": settings.borderRouterType = .standard
        case "cisco": settings.borderRouterType = .cisco
        default: break
        }
        switch layer["profile"]?.text {
        case "rfc": settings.profile = .rfc
        case "frr": settings.profile = .frr
        case "bird": settings.profile = .bird
        default: break
        }
        RestartReading.apply(layer["graceful-restart"], to: &settings.gracefulRestart)
        if let links = layer["router-lsa-links"]?.integer { settings.maximumLinks = links }
        if let isCapable = layer["opaque-capable"]?.boolean { settings.isOpaqueCapable = isCapable }
        if let isCompatible = layer["rfc1583-compatibility"]?.boolean { settings.isRFC1583Compatible = isCompatible }
    }

    /// The preset that `value` names; `nil` after saying that there is none.
    func preset(_ value: Value?) -> Preset? {
        guard let value, let name = value.text else { return nil }
        if let preset = presets.first(where: { $0.name == name }) { return preset }
        let near = nearestName(to: name, among: presets.map(\.name))
        sink.error("there is no preset '\(shortened(name))'", at: value.position, suggestion: near)
        return nil
    }

    func apply(limit value: Value?, to limit: inout LimitPolicy) {
        guard let value else { return }
        if value["preset"]?.text == "none" {
            limit = .none
        } else if let named = value["preset"], let preset = preset(named) {
            if let policy = preset.limit {
                limit = policy
            } else {
                sink.error("the preset '\(preset.name)' has no limit", at: named.position)
            }
        }
        LimitReading.apply(value, to: &limit)
    }

    func apply(timers value: Value?, to timers: inout ProtocolTimers) {
        guard let value else { return }
        if let named = value["preset"], let preset = preset(named) {
            if let values = preset.timers {
                timers = values
            } else {
                sink.error("the preset '\(preset.name)' has no timers", at: named.position)
            }
        }
        TimersReading.apply(value, to: &timers)
        if let spf = value["spf"] { TimersReading.apply(spf: spf, to: &timers.spf, sink: sink) }
    }

    func apply(cpu value: Value?, to cpu: inout CPUModel) {
        guard let value else { return }
        if let preset = value["preset"] { cpu = preset.text == "unlimited" ? .unlimited : .typical }
        func set(_ key: String, _ path: WritableKeyPath<CPUModel, Duration>) {
            if let duration = value[key]?.duration { cpu[keyPath: path] = duration }
        }
        set("packet", \.packet)
        set("lsa-receive", \.lsaReceive)
        set("lsa-install", \.lsaInstall)
        set("lsa-transmit", \.lsaTransmit)
        set("spf-base", \.spfBase)
        set("spf-vertex", \.spfVertex)
        set("spf-prefix", \.spfPrefix)
        func setSlice(_ key: String, _ path: WritableKeyPath<CPUModel, Duration?>) {
            guard let slice = value[key] else { return }
            cpu[keyPath: path] = slice.duration
        }
        setSlice("slice", \.slice)
        setSlice("spf-slice", \.spfSlice)
        if let limit = value["queue-limit"]?.integer { cpu.queueLimit = limit }
        if let priority = value["hello-priority"]?.boolean { cpu.helloPriority = priority }
    }

    func apply(defects value: Value?, to defects: inout RouterDefects) {
        guard let value else { return }
        if let copies = value["duplicates-updates"]?.integer.flatMap(UInt8.init(exactly:)) {
            defects.updateCopies = copies
        }
        if let ignores = value["ignores-eligibility"]?.boolean { defects.ignoresEligibility = ignores }
        if let restarts = value["restarts-sequence-numbers"]?.boolean { defects.restartsSequenceNumbers = restarts }
    }
}
