/// What a router is like at a moment, as a page shows it: each with a shape, a word and a color.
enum RouterLook: Int, CaseIterable, Sendable {
    case running, near, refusing, shutDown, shutDownForGood, off, disconnected, degraded, crashed, outOfMemory

    /// In the words of the program's reports.
    var word: String {
        switch self {
        case .running: "running"
        case .near: "near its limit"
        case .refusing: "refuses LSAs"
        case .shutDown: "OSPF shut down"
        case .shutDownForGood: "shut down until cleared"
        case .off: "powered off"
        case .disconnected: "disconnected"
        case .degraded: "at the largest costs"
        case .crashed: "OSPF crashed"
        case .outOfMemory: "out of memory"
        }
    }

    /// Of the routers that count as down.
    var isDown: Bool { [.shutDown, .shutDownForGood, .crashed].contains(self) }
    /// Of those that people took away.
    var isAway: Bool { [.off, .disconnected].contains(self) }
}

/// The shapes of the map, drawn once and used by number. They are ten units wide each way, and lines keep their width at any size.
enum Symbols {
    /// The attributes carry the light palette, for readers without styles; classes carry the rest.
    static let definitions: StaticString = """
        <g id="s0"><circle class="n" r="10" fill="#fff" stroke="#5d6675" stroke-width="1.5"/></g>\
        <g id="s1"><circle class="nr" r="10" fill="#fdf1d4" stroke="#7d5200" stroke-width="1.5"/><circle class="na" r="6" fill="none" stroke="#f3b93b" stroke-width="2.5"/></g>\
        <g id="s2"><circle class="rf" r="10" fill="#fbe0c4" stroke="#d06a00" stroke-width="2"/><path class="rg" d="M-5,0H5" stroke="#d06a00" stroke-width="3"/></g>\
        <g id="s3"><path class="bd" d="M10,4.2L4.2,10L-4.2,10L-10,4.2L-10,-4.2L-4.2,-10L4.2,-10L10,-4.2Z" fill="#b3261e" stroke="#b3261e"/><path class="ob" d="M-5,0H5" stroke="#fff" stroke-width="2.6"/></g>\
        <g id="s4"><path class="bd bk" d="M10,4.2L4.2,10L-4.2,10L-10,4.2L-10,-4.2L-4.2,-10L4.2,-10L10,-4.2Z" fill="#b3261e" stroke="#15181e" stroke-width="2"/><path class="ob" d="M-5,-2.6H5M-5,2.6H5" stroke="#fff" stroke-width="2.2"/></g>\
        <g id="s5"><circle class="aw" r="10" fill="#fff" stroke="#5d6675" stroke-width="1.5" stroke-dasharray="3 2.5"/><path class="ig" d="M-4.5,-4.5L4.5,4.5M4.5,-4.5L-4.5,4.5" stroke="#15181e" stroke-width="2"/></g>\
        <g id="s6"><circle class="aw" r="10" fill="#fff" stroke="#5d6675" stroke-width="1.5" stroke-dasharray="3 2.5"/><path class="ig" d="M-4.5,4.5L4.5,-4.5" stroke="#15181e" stroke-width="2"/></g>\
        <g id="s7"><circle class="rf" r="10" fill="#fbe0c4" stroke="#d06a00" stroke-width="2"/><path class="rg" d="M-5,-2L0,3.5L5,-2" fill="none" stroke="#d06a00" stroke-width="2.6"/></g>\
        <g id="s8"><path class="ig cr" d="M10,4.2L4.2,10L-4.2,10L-10,4.2L-10,-4.2L-4.2,-10L4.2,-10L10,-4.2Z" fill="#15181e" stroke="#15181e"/><path class="bg" d="M-4.5,-4.5L4.5,4.5M4.5,-4.5L-4.5,4.5" stroke="#fff" stroke-width="2.4"/></g>\
        <g id="s9"><circle class="rf" r="10" fill="#fbe0c4" stroke="#d06a00" stroke-width="2"/><path class="rg" d="M-4,-3.4H4V3.4H-4Z" fill="none" stroke="#d06a00" stroke-width="2.2"/></g>
        """

    /// Fills with a pattern, beside the color.
    static let patterns: StaticString = """
        <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="rs" width="5" height="5" fill="#fbe0c4"/><rect class="rx" width="2" height="5" fill="#d06a00"/></pattern>\
        <pattern id="away" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect class="pl" width="5" height="5" fill="#fff"/><rect class="mu" width="1" height="5" fill="#525a68"/></pattern>\
        <pattern id="loops" width="4" height="4" patternUnits="userSpaceOnUse"><rect class="lp" width="4" height="4" fill="#6d3fa8"/><rect class="pl" width="4" height="1" fill="#fff"/></pattern>
        """
}
