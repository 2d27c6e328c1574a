import Captures
import OSPFWire

/// What there is of OSPFv3: headers alone.
extension CaptureSummaryText {
    var ospfv3: [String] {
        let findings = summary.ospfv3
        guard !findings.packets.isEmpty else { return [] }
        let packets = findings.packets.map { "\($0.count) \($0.type)" }.joined(separator: ", ")
        var lines = ["OSPFv3, by the headers of its packets and LSAs", "  packets: \(packets)"]
        if findings.unreadable > 0 {
            lines.append(
                "  CAUTION: the LSA headers of \(counted(findings.unreadable, "packet")) could not all be read")
        }
        var table = ColumnText(header: ["Router ID", "areas", "packets"], rightAligned: [2])
        for router in findings.routers {
            let areas = router.areas.map { "\($0)" }.joined(separator: " ")
            table.add("\(router.routerID)", areas, "\(router.packets)")
        }
        lines += table.lines
        let types = Set(findings.lsas.map(\.header.type)).sorted()
        let counts = types.map { type in counted(findings.lsas.count { $0.header.type == type }, "\(type)") }
        if !counts.isEmpty { lines.append("  LSAs seen: " + counts.joined(separator: ", ")) }
        return lines
    }
}

extension CaptureSummaryJSON {
    func write(_ findings: OSPFv3Findings, into object: inout CompactJSON) {
        object.key("packets")
        object.object { packets in
            for (type, count) in findings.packets { packets.field("\(type)", count) }
        }
        object.field("unreadable", findings.unreadable)
        object.key("routers")
        object.array { list in
            for router in findings.routers {
                list.object { object in
                    object.field("router_id", "\(router.routerID)")
                    object.key("areas")
                    object.array { list in router.areas.forEach { list.value("\($0)") } }
                    object.field("packets", router.packets)
                }
            }
        }
        object.key("lsas")
        object.array { list in
            for lsa in findings.lsas {
                list.object { object in
                    object.field("area", lsa.header.type.hasASScope ? nil : "\(lsa.area)")
                    object.field("type", hexadecimal(lsa.header.type.rawValue))
                    object.field("type_name", "\(lsa.header.type)")
                    object.field("link_state_id", Int(lsa.header.linkStateID))
                    object.field("advertising_router", "\(lsa.header.advertisingRouter)")
                    object.field("sequence", hexadecimal(UInt32(bitPattern: lsa.header.sequenceNumber)))
                    object.field("checksum", hexadecimal(lsa.header.checksum))
                    object.field("age", lsa.header.age)
                    object.field("length", lsa.header.length)
                }
            }
        }
    }
}
