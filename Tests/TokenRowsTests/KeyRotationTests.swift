import Testing
import TokenRows

/// Several processes rotate keys on several copies of a key file, in every order, and are killed between any two steps.
@Suite("A key rotation")
struct KeyRotationTests {
    /// A key is known by its number, and told from others of that number by a mark.
    private struct Key: Hashable {
        let number: Int64
        let mark: Int
    }

    private struct File {
        var keys: [Int64: Int]
        var active: Int64
        /// The process that has locked it.
        var owner: Int?
    }

    private struct Process {
        let file: Int
        var rotation: KeyRotation
    }

    private struct World {
        var files: [File]
        var registered: [Int64: Int] = [:]
        var secrets: [Key] = []
        var processes: [Process?]
        var marks = 0
        var random: SplitMix
        /// All keys that ever sealed a secret.
        var sealedUnder: Set<Key> = []

        func situation(_ file: File) -> KeyRotation.Situation {
            KeyRotation.Situation(
                activeID: file.active,
                fileIDs: Set(file.keys.keys),
                registered: self.registered.reduce(into: [:]) { matches, entry in
                    let mark = file.keys[entry.key]
                    matches[entry.key] = mark == nil ? .noKey : mark == entry.value ? .sameKey : .otherKey
                },
                inUse: Set(self.secrets.map(\.number))
            )
        }

        /// The key that a program with this file may seal under now.
        func sealingKey(_ file: File) -> Key? {
            guard let mark = file.keys[file.active], self.registered[file.active] == mark else { return nil }
            return Key(number: file.active, mark: mark)
        }

        mutating func importSecret(with file: Int) {
            guard let key = self.sealingKey(self.files[file]) else { return }
            self.secrets.append(key)
            self.sealedUnder.insert(key)
        }

        mutating func start(_ index: Int, _ file: Int) {
            guard self.files[file].owner == nil else { return }
            self.files[file].owner = index
            let kind = self.random.next(5)
            self.processes[index] = Process(
                file: file,
                rotation: KeyRotation(addsOnly: kind == 0, forgetsOldKeys: kind > 2)
            )
        }

        mutating func end(_ index: Int) {
            guard let process = self.processes[index] else { return }
            self.files[process.file].owner = nil
            self.processes[index] = nil
        }

        /// Does one step of a process; the step it did.
        @discardableResult
        mutating func step(_ index: Int) -> KeyRotation.Step? {
            guard var process = self.processes[index] else { return nil }
            let step = process.rotation.next(self.situation(self.files[process.file]))
            self.processes[index] = process
            switch step {
            case .addKey(let number):
                self.marks += 1
                self.files[process.file].keys[number] = self.marks
            case .register(let number):
                if self.registered[number] == nil { self.registered[number] = self.files[process.file].keys[number] }
            case .activate(let number):
                self.files[process.file].active = number
            case .reseal:
                guard let key = self.sealingKey(self.files[process.file]) else {
                    self.end(index)
                    return step
                }
                // One secret at a time: the process can be killed between two.
                let others = self.secrets.indices.filter { self.secrets[$0] != key }
                if let first = others.first {
                    self.secrets[first] = key
                    self.sealedUnder.insert(key)
                }
            case .forgetInStore:
                let used = Set(self.secrets.map(\.number)).union([self.files[process.file].active])
                self.registered = self.registered.filter { used.contains($0.key) }
            case .forgetInFile:
                let active = self.files[process.file].active
                self.files[process.file].keys = self.files[process.file].keys.filter {
                    $0.key == active || self.registered[$0.key] != nil
                }
            case .dropKey(let number):
                self.files[process.file].keys[number] = nil
            case .finish, .refuse:
                self.end(index)
            }
            return step
        }

        /// An operator copies a file that opens everything over another one.
        mutating func copyFile(_ from: Int, _ to: Int) {
            guard self.files[from].owner == nil, self.files[to].owner == nil else { return }
            let needed = self.secrets.allSatisfy { self.files[from].keys[$0.number] == $0.mark }
            let isNewest = self.registered.allSatisfy { self.files[from].keys[$0.key] == $0.value }
            guard needed, isNewest else { return }
            self.files[to].keys = self.files[from].keys
            self.files[to].active = self.files[from].active
        }

        var everySecretOpens: Bool {
            self.secrets.allSatisfy { secret in self.files.contains { $0.keys[secret.number] == secret.mark } }
        }
    }

    /// SplitMix64, so that a failure can be repeated.
    private struct SplitMix {
        var state: UInt64

        mutating func next(_ bound: Int) -> Int {
            self.state &+= 0x9E37_79B9_7F4A_7C15
            var value = self.state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int(truncatingIfNeeded: (value ^ (value >> 31)) % UInt64(bound))
        }
    }

    @Test("no secret is lost and no number has two keys, in whatever order processes run and end", arguments: 1...3)
    func anyOrderAndAnyEnd(fileCount: Int) {
        for seed in 0..<300 as Range<UInt64> {
            var world = World(
                files: Array(repeating: File(keys: [1: 0], active: 1), count: fileCount),
                registered: [1: 0],
                processes: [nil, nil, nil],
                random: SplitMix(state: seed)
            )
            for _ in 0..<5 { world.importSecret(with: 0) }
            for _ in 0..<200 {
                let index = world.random.next(3)
                switch world.random.next(12) {
                case 0: world.end(index)
                case 1: world.importSecret(with: world.random.next(fileCount))
                case 2: world.copyFile(world.random.next(fileCount), world.random.next(fileCount))
                default:
                    if world.processes[index] == nil {
                        world.start(index, world.random.next(fileCount))
                    } else {
                        world.step(index)
                    }
                }
                guard world.everySecretOpens else {
                    Issue.record("a secret is lost: files \(fileCount), seed \(seed)")
                    return
                }
            }
            #expect(Set(world.sealedUnder.map(\.number)).count == world.sealedUnder.count, "seed \(seed)")
            // With a file that opens everything, a rotation that is run again ends well.
            for index in 0..<3 { world.end(index) }
            guard
                let whole = world.files.indices.first(where: { index in
                    world.registered.allSatisfy { world.files[index].keys[$0.key] == $0.value }
                })
            else { continue }
            world.start(0, whole)
            var last: KeyRotation.Step?
            for _ in 0..<60 where world.processes[0] != nil { last = world.step(0) }
            #expect(last == .finish, "seed \(seed)")
        }
    }

    @Test("an interrupted rotation is finished, and adds no further key")
    func goesOn() {
        var rotation = KeyRotation()
        let added = KeyRotation.Situation(
            activeID: 1,
            fileIDs: [1, 2],
            registered: [1: .sameKey],
            inUse: [1]
        )
        #expect(rotation.next(added) == .register(2))
        var situation = added
        situation.registered[2] = .sameKey
        #expect(rotation.next(situation) == .activate(2))
        situation.activeID = 2
        #expect(rotation.next(situation) == .reseal)
        situation.inUse = [2]
        #expect(rotation.next(situation) == .finish)
    }

    @Test("a number that another copy of the key file has registered is given up")
    func addedElsewhere() {
        var rotation = KeyRotation()
        var situation = KeyRotation.Situation(
            activeID: 1,
            fileIDs: [1, 2],
            registered: [1: .sameKey, 2: .otherKey],
            inUse: [1, 2]
        )
        #expect(rotation.next(situation) == .dropKey(2))
        situation.fileIDs = [1]
        situation.registered[2] = .noKey
        #expect(rotation.next(situation) == .refuse(.addedElsewhere(2)))
    }
}
