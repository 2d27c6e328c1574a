import ArgumentParser

/// The `spillway` command: one subcommand a file.
@main
struct Spillway: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spillway",
        abstract: "Emulates an OSPF network under faults, and says what will happen to the traffic.",
        subcommands: [InspectCommand.self, ReplayCommand.self, ValidateCommand.self]
    )
}
