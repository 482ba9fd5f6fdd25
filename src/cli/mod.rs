//! The command line: the only module that knows `clap`, and the only one that prints.
