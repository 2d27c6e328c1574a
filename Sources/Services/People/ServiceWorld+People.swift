import NetworkPrimitives

// People: told, they look, and act by rules (docs/services.md, "People").

/// A person while the run goes on.
struct PersonRecord: Sendable {
    struct RuleState: Sendable {
        /// Since when the rule's condition has held at every look.
        var holdsSince: Int64?
        var firedAt: Int64?
        var doneAt: Int64?
    }

    var told: [(about: String, at: Int64)] = []
    var isLooking = false
    var tickets = 0
    var rules: [RuleState] = []
    /// A list of actions for each rule.
    var actions: [Int32] = []
    var reaction: Int32 = 0
    var reactionStream: Int32 = 0
    /// The sampler of each source's tickets; -1 where they come at once.
    var ticketSamplers: [Int32] = []
}

/// A page, as the engine sends it.
struct CompiledPage: Sendable {
    let person: PersonIndex
    let about: String
    /// `.none` for the bare path.
    let via: EdgeIndex
    let from: Int32?
    let to: Int32?
    let delay: Int64
}

extension ServiceWorld {
    // MARK: Told

    mutating func send(page number: Int, _ context: ActionContext) {
        let page = pages[number]
        let place = page.from ?? context.place
        guard page.via.isNone else {
            let first = edgeTargets[Int(edges[page.via].firstTarget)].service
            let sender = place < 0 ? Int32(model.services[first].place.offset) : place
            let call = beginCall(
                page.via, CallOrigin(owner: .page, number: UInt32(number), place: sender, item: context.item))
            return attempt(call)
        }
        var delay: Int64 = 0
        if place >= 0, let destination = page.to ?? model.people[page.person].place.map({ Int32($0.offset) }) {
            delay = paths.delay(from: place, to: destination)
            guard delay >= 0 else { return note("the page for \(model.people[page.person].name) is lost") }
        }
        events.add(.told, at: now + delay + page.delay, page.person.number, UInt32(number))
    }

    /// A page has passed through its service.
    mutating func arrive(page number: Int, after call: CallRecord) {
        events.add(.told, at: now + pages[number].delay, pages[number].person.number, UInt32(number))
    }

    /// - Parameter page: whose subject it is.
    mutating func tell(_ person: PersonIndex, about page: Int) { tell(person, about: pages[page].about) }

    private mutating func tell(_ person: PersonIndex, about subject: String) {
        people[person].told.append((subject, now))
        note("\(model.people[person].name) is told: \(subject)")
        guard !people[person].isLooking else { return }
        people[person].isLooking = true
        let reaction = chance.draw(samplers[Int(people[person].reaction)], people[person].reactionStream)
        events.add(.look, at: now + reaction, person.number)
        events.plan(at: now + reaction)
    }

    /// Once a minute in working hours: are there enough tickets?
    mutating func readMail(_ person: PersonIndex) {
        let definition = model.people[person]
        guard let hours = definition.mailHours else { return }
        events.add(.mail, at: now + 60_000_000_000, person.number)
        let day: Int64 = 86_400_000_000_000
        let moment = model.clockStart.nanoseconds + now
        let weekday = (model.weekday + Int(moment / day)) % 7
        let time = moment % day
        guard hours.days.contains(weekday), time >= hours.from.nanoseconds, time < hours.to.nanoseconds,
            people[person].tickets >= definition.ticketThreshold,
            !people[person].told.contains(where: { $0.about == "mail" })
        else { return }
        tell(person, about: "mail")
    }

    // MARK: Looks

    mutating func look(_ person: PersonIndex) {
        let next = now + model.people[person].look.nanoseconds
        events.add(.look, at: next, person.number)
        events.plan(at: next)
        for rule in people[person].rules.indices { consider(rule, of: person) }
    }

    private mutating func consider(_ rule: Int, of person: PersonIndex) {
        let definition = model.people[person].rules[rule]
        guard holds(definition.when, for: person) else {
            people[person].rules[rule].holdsSince = nil
            return
        }
        let since = people[person].rules[rule].holdsSince ?? now
        people[person].rules[rule].holdsSince = since
        guard now - since >= definition.when.lasting.nanoseconds else { return }
        if let fired = people[person].rules[rule].firedAt {
            guard let again = definition.again, now - fired >= again.nanoseconds else { return }
        }
        people[person].rules[rule].firedAt = now
        if definition.after > .zero {
            events.add(.carryOut, at: now + definition.after.nanoseconds, person.number, UInt32(rule))
            events.plan(at: now + definition.after.nanoseconds)
        } else {
            carryOut(rule: rule, of: person)
        }
    }

    private func holds(_ condition: RuleCondition, for person: PersonIndex) -> Bool {
        if let told = condition.told, !people[person].told.contains(where: { $0.about == told }) { return false }
        if let time = condition.time, now < time.nanoseconds { return false }
        if let done = condition.done, !isDone(done, first: person) { return false }
        if let metric = condition.metric {
            let reading = reading(of: metric)
            if let above = condition.above, reading <= above { return false }
            if let below = condition.below, reading >= below { return false }
        }
        if let pair = condition.reaches, !paths.isWhole(pair.first, pair.second) { return false }
        return true
    }

    /// A rule of the person's own, or else of somebody's, has been carried out.
    private func isDone(_ name: String, first person: PersonIndex) -> Bool {
        let order = [person] + people.indices.filter { $0 != person }
        for somebody in order {
            guard let rule = model.people[somebody].rules.firstIndex(where: { $0.name == name }) else { continue }
            return people[somebody].rules[rule].doneAt != nil
        }
        return false
    }

    mutating func carryOut(rule: Int, of person: PersonIndex) {
        people[person].rules[rule].doneAt = now
        note("\(model.people[person].name): \(model.people[person].rules[rule].name)")
        let place = model.people[person].place.map { Int32($0.offset) } ?? -1
        perform(Int(people[person].actions[rule]), ActionContext(place: place))
    }
}
