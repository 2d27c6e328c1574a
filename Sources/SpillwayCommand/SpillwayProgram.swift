import ArgumentParser
import Files
import Reports
import Scenarios

/// The `spillway` command: one subcommand a file.
@main
struct SpillwayProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spillway",
        abstract: "Emulates an OSPF network under faults, and says what will happen to the traffic.",
        version: ResultHeader.programVersion,
        subcommands: [
            PlanCommand.self, LimitsCommand.self,
            RunCommand.self, CompareCommand.self, ReportCommand.self, InspectCommand.self, ReplayCommand.self,
            ValidateCommand.self,
            PresetsCommand.self, SchemaCommand.self,
            ImportCommand.self, ExportCommand.self, LabConfigCommand.self, LabRandomCommand.self, VerifyLabCommand.self,
        ]
    )

    static func main() async {
        Ending.watch(interrupted: Interruption.take)
        StandardOutput.watch()
        refuseMistakenArguments()
        await main(nil)
    }

    /// A mistake in the arguments ends with 2, as any other mistake of the input does.
    private static func refuseMistakenArguments() {
        var mistake = ArgumentMistake(in: Array(CommandLine.arguments.dropFirst()))
        do {
            if mistake.unknownCommand == nil { _ = try parseAsRoot() }
        } catch {
            // A request for help is an error too, and is answered by the library.
            guard exitCode(for: error) == .validationFailure else { return }
            mistake.read(error)
        }
        guard let text = mistake.text else { return }
        StandardError.write(text)
        exit(withError: ExitCode(2))
    }
}
