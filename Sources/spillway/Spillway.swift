import ArgumentParser

/// The `spillway` command: one subcommand a file.
@main
struct Spillway: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spillway",
        abstract: "Emulates an OSPF network under faults, and says what will happen to the traffic.",
        subcommands: [
            RunCommand.self, CompareCommand.self, InspectCommand.self, ReplayCommand.self, ValidateCommand.self,
        ]
    )
}
