import ArgumentParser
import Labs
import Scenarios

/// `spillway lab-random`: a scenario for real routers, drawn by chance.
struct LabRandomCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab-random",
        abstract: "Prints a random scenario for FRRouting or BIRD.",
        discussion: """
            For Scripts/lab --random, which runs it. The same seed, daemon and version of the generator, which the first \
            line names, give the same file. Even seeds give one that both daemons can run.

            \(HelpText.examples(
                "spillway lab-random 8 --daemon bird",
                "spillway lab-random 8 --daemon bird --parts"))
            """
    )

    @Argument(help: "The random seed.")
    var seed: UInt64

    @Option(help: "The routing software.")
    var daemon: RoutingDaemon

    @Option(help: ArgumentHelp("Parts that are left out, such as e3,l2,r5.", valueName: "parts"))
    var without: String = ""

    @Flag(help: "Print the parts that can be left out, one a line, in place of the scenario.")
    var parts = false

    func run() throws {
        let absent = without.split(separator: ",").map(String.init)
        let lab = RandomLab(seed: seed, daemon: daemon, without: absent)
        if parts {
            for part in lab.parts { try StandardOutput.writeUnchanged("\(part.name)\t\(part.text)\n") }
        } else {
            try StandardOutput.writeUnchanged(lab.text)
        }
    }
}
