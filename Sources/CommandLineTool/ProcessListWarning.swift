/// What the help says of an option whose value is a secret.
package enum ProcessListWarning {
    package static let text = "Other users of the machine can see it in the process list."
}
