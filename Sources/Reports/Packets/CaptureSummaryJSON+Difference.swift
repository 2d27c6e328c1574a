import Captures

extension CaptureSummaryJSON {
    /// How the databases changed between two moments; `refreshed` LSAs are listed as well.
    func write(_ difference: DatabaseDifference, into root: inout CompactJSON) {
        root.key("difference")
        root.object { object in
            object.field("from_ns", difference.start.nanoseconds)
            object.field("to_ns", difference.end.nanoseconds)
            object.key("areas")
            object.array { list in
                for area in difference.areas {
                    list.object { object in
                        object.field("area", area.area.map { "\($0)" })
                        object.field("before", area.before)
                        object.field("after", area.after)
                    }
                }
            }
            object.key("lsas")
            object.array { list in
                for entry in difference.entries {
                    list.object { object in
                        object.field("change", entry.change.rawValue)
                        object.field("area", entry.area.map { "\($0)" })
                        object.field("type", entry.key?.type.rawValue)
                        object.field("link_state_id", entry.key.map { "\($0.linkStateID)" })
                        object.field("advertising_router", entry.key.map { "\($0.advertisingRouter)" })
                        object.field("sequence_before", sequence(entry.before))
                        object.field("sequence_after", sequence(entry.after))
                    }
                }
            }
        }
    }

    private func sequence(_ entry: ObservedLSA?) -> String? {
        entry.map { hexadecimal(UInt32(bitPattern: $0.header.sequenceNumber)) }
    }
}
