import CommandLineTool
import Foundation

/// Reads every file below a folder of vectors.
enum VectorFolderReader {
    static func files(below folder: String) throws(UnusableInput) -> [VectorLint.File] {
        let root = URL(filePath: folder, directoryHint: .isDirectory).resolvingSymlinksInPath()
        var isDirectory: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: root.path(), isDirectory: &isDirectory),
            isDirectory.boolValue
        else {
            throw UnusableInput("\(folder): no such folder")
        }
        var files: [VectorLint.File] = []
        for path in FileManager.default.enumerator(atPath: root.path()) ?? .init() {
            guard let path = path as? String else { continue }
            let url = root.appending(path: path)
            var isFolder: ObjCBool = false
            _ = unsafe FileManager.default.fileExists(atPath: url.path(), isDirectory: &isFolder)
            if isFolder.boolValue { continue }
            do {
                files.append(VectorLint.File(path: path, bytes: Array(try Data(contentsOf: url))))
            } catch {
                throw UnusableInput("\(folder)/\(path): cannot be read")
            }
        }
        return files
    }
}
