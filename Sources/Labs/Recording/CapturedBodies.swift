import Captures
import Checkpoints
import Files
import Foundation
import OSPFWire

/// What LSAs said when they crossed a wire: daemons list the headers of their database, and the captures of the run hold
/// the same instances with their bodies.
struct CapturedBodies {
    private struct Instance: Hashable {
        var area: String?
        var type: UInt8
        var linkStateID: String
        var advertisingRouter: String
        var sequenceNumber: String
        var checksum: String
    }

    private var lsas: [Instance: LSA] = [:]

    /// Reads every capture file in a folder; nothing where there is none.
    init(folder: URL) throws {
        for name in FileInput.names(in: folder.path) ?? [] where name.hasSuffix(".pcap") {
            read(try Self.reader(of: folder.appendingPathComponent(name)))
        }
    }

    private static func reader(of file: URL) throws -> CaptureReader {
        do {
            return try CaptureReader(path: file.path)
        } catch {
            throw LabRecordingError("\(file.lastPathComponent): \(error)")
        }
    }

    private mutating func read(_ reader: CaptureReader) {
        var classifier = FrameClassifier()
        while let frame = reader.next() {
            let result = classifier.classify(frame)
            guard let packet = result.decoded, case .linkStateUpdate(let update) = packet.body else { continue }
            for (number, lsa) in update.lsas.enumerated() where !result.badLSAs.contains(number) {
                let header = lsa.header
                let instance = Instance(
                    area: header.type.hasASScope ? nil : "\(packet.header.areaID)", type: header.type.rawValue,
                    linkStateID: "\(header.linkStateID)", advertisingRouter: "\(header.advertisingRouter)",
                    sequenceNumber: "0x" + padded(String(UInt32(bitPattern: header.sequenceNumber), radix: 16), to: 8),
                    checksum: "0x" + padded(String(header.checksum, radix: 16), to: 4))
                lsas[instance] = lsas[instance] ?? lsa
            }
        }
    }

    /// Fills in bodies, lengths and options. What never crossed a wire stays without.
    func fill(_ state: inout RouterState) {
        for index in state.lsdb.indices {
            let lsa = state.lsdb[index]
            let instance = Instance(
                area: lsa.area, type: lsa.type, linkStateID: lsa.linkStateID, advertisingRouter: lsa.advertisingRouter,
                sequenceNumber: lsa.sequenceNumber, checksum: lsa.checksum)
            guard let found = lsas[instance] else { continue }
            state.lsdb[index].body = LSABodyState(found)
            state.lsdb[index].length = Int(found.header.length)
            state.lsdb[index].options = "0x" + padded(String(found.header.options, radix: 16), to: 2)
        }
    }
}
