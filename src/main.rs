//! The program: parse, do, exit.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    daqu::cli::run(std::env::args_os())
}
