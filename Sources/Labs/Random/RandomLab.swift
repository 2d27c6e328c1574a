import NetworkPrimitives
import Scenarios

/// A scenario for real routers that is drawn by chance: a network within what a daemon can do, and a timeline in which each
/// event means something.
///
/// The same seed, daemon and version give the same file, octet for octet. Seeds that are even are for both daemons, so
/// that what one of them alone does can be distinguished from what the emulator does wrong; odd ones use what the
/// daemon has of its own.
public struct RandomLab: Sendable {
    /// Of the generator: whatever changes the file of a seed changes it. It stands in each file's first line.
    public static let version = 4

    /// One thing that can be left out, which makes a file that shows a difference smaller.
    public struct Part: Hashable, Sendable {
        /// `e`, `g`, `v`, `l` or `r` and a number: an event, a group, a virtual link, a link or LAN, a router.
        public var name: String
        /// As the file has it.
        public var text: String
    }

    private let seed: UInt64
    private let daemons: [RoutingDaemon]
    private let absent: [String]
    private let sketch: LabSketch

    /// - Parameter absent: names of parts that are left out, with everything that is about them.
    public init(seed: UInt64, daemon: RoutingDaemon, without absent: [String] = []) {
        self.seed = seed
        self.absent = absent
        daemons = seed % 2 == 0 ? RoutingDaemon.allCases : [daemon]
        var pencil = SketchPencil(seed: seed, daemons: daemons)
        pencil.drawNetwork()
        pencil.drawGroups()
        var course = SketchCourse(pencil)
        course.draw()
        sketch = course.sketch.without(Set(absent))
    }

    /// Everything that can be left out, in the order in which it is worth trying.
    public var parts: [Part] { sketch.parts }

    /// The scenario file.
    public var text: String {
        let names = daemons.map(\.rawValue).joined(separator: " and ")
        let left = absent.isEmpty ? "" : ", without \(absent.joined(separator: " "))"
        return "# spillway lab-random, version \(Self.version): seed \(seed) for \(names)\(left)\n"
            + sketch.text(name: "random-\(seed)")
    }
}
