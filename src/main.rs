//! The `trefoil` command.

fn main() -> std::process::ExitCode {
    trefoil::cli::main()
}
