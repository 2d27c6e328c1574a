import NetworkPrimitives

// Tests count routers in loops of their own.
extension Table {
    public subscript(offset: Int) -> Element {
        get { self[Index(offset)] }
        set { self[Index(offset)] = newValue }
    }
}
