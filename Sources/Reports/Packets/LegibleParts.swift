import NetworkPrimitives
import OSPFWire

/// The fields of a Hello that are legible.
struct LegibleHello {
    let mask: String?
    let helloInterval: UInt16?
    let options: UInt8?
    let priority: UInt8?
    let deadInterval: UInt32?
    let designatedRouter: String?
    let backupDesignatedRouter: String?
    let neighbors: [String]

    init(reading reader: inout LegibleReader, packetEnd: Int) {
        mask = reader.quad()
        helloInterval = reader.uint16()
        options = reader.uint8()
        priority = reader.uint8()
        deadInterval = reader.uint32()
        designatedRouter = reader.quad()
        backupDesignatedRouter = reader.quad()
        var neighbors: [String] = []
        while reader.offset < packetEnd, let neighbor = reader.quad() { neighbors.append(neighbor) }
        self.neighbors = neighbors
    }

    func write(into line: inout CompactJSON) {
        line.key("hello")
        line.object { hello in
            hello.field("mask", mask)
            hello.field("hello_interval", helloInterval)
            hello.field("options", options)
            hello.field("priority", priority)
            hello.field("dead_interval", deadInterval)
            hello.field("dr", designatedRouter)
            hello.field("bdr", backupDesignatedRouter)
            hello.key("neighbors")
            hello.array { list in neighbors.forEach { list.value($0) } }
        }
    }
}

/// The fields of a Database Description that are legible.
struct LegibleDescription {
    let mtu: UInt16?
    let options: UInt8?
    let flags: UInt8?
    let sequence: UInt32?

    init(reading reader: inout LegibleReader) {
        mtu = reader.uint16()
        options = reader.uint8()
        flags = reader.uint8()
        sequence = reader.uint32()
    }

    func write(into line: inout CompactJSON) {
        line.key("dd")
        line.object { description in
            description.field("mtu", mtu)
            description.field("options", options)
            description.field("flags", flags)
            description.field("sequence", sequence)
        }
    }
}

/// One item of a Link State Request.
struct LegibleRequest {
    let type: UInt32?
    let linkStateID: String?
    let advertisingRouter: String?

    init(reading reader: inout LegibleReader) {
        type = reader.uint32()
        linkStateID = reader.quad()
        advertisingRouter = reader.quad()
    }

    func write(into list: inout CompactJSON) {
        list.object { item in
            item.field("type", type)
            item.field("link_state_id", linkStateID)
            item.field("advertising_router", advertisingRouter)
        }
    }
}
