//! `cte --version --verbose`: how this binary was built.

use std::ffi::OsString;
use std::fmt::Write as _;

/// The platform, as Rust writes it.
struct Target {
    arch: &'static str,
    vendor: &'static str,
    os: &'static str,
    /// Empty where the platform has only one.
    env: &'static str,
}

/// True if the arguments, after the program's name, ask for the version with all there is to say about it.
pub(crate) fn is_asked_for(line: &[OsString]) -> bool {
    let arguments = line.iter().skip(1);
    let (mut version, mut verbose) = (false, false);
    for argument in arguments {
        match argument.to_str() {
            Some("--version" | "-V") => version = true,
            Some("--verbose") => verbose = true,
            _ => return false,
        }
    }
    version && verbose
}

/// Version, commit, target and features, one per line. The commit is that of the environment variable `CTE_COMMIT` at build time,
/// which `release/build` sets: looking it up in every build would compile the program anew after each commit.
pub(crate) fn text() -> String {
    let mut text = format!("cte {}\n", env!("CARGO_PKG_VERSION"));
    let _ = writeln!(text, "commit: {}", option_env!("CTE_COMMIT").unwrap_or("unknown"));
    let _ = writeln!(text, "target: {}", target().triple());
    let _ = writeln!(text, "features: {}", features().join(", "));
    text
}

fn features() -> Vec<&'static str> {
    let known = [("cli", cfg!(feature = "cli")), ("parallel", cfg!(feature = "parallel"))];
    known.into_iter().filter(|known| known.1).map(|known| known.0).collect()
}

fn target() -> Target {
    Target {
        arch: std::env::consts::ARCH,
        vendor: if cfg!(target_vendor = "apple") {
            "apple"
        } else if cfg!(target_vendor = "pc") {
            "pc"
        } else {
            "unknown"
        },
        os: std::env::consts::OS,
        env: if cfg!(target_env = "gnu") {
            "gnu"
        } else if cfg!(target_env = "musl") {
            "musl"
        } else if cfg!(target_env = "msvc") {
            "msvc"
        } else {
            ""
        },
    }
}

impl Target {
    fn triple(&self) -> String {
        // Two platforms whose names do not follow from their parts.
        match (self.os, self.env) {
            ("macos", _) => format!("{}-apple-darwin", self.arch),
            _ if cfg!(target_os = "wasi") => "wasm32-wasip1".to_owned(),
            (os, "") => format!("{}-{}-{os}", self.arch, self.vendor),
            (os, env) => format!("{}-{}-{os}-{env}", self.arch, self.vendor),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_both_options_alone_ask_for_it() {
        let asks = |line: &str| is_asked_for(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert!(asks("cte --version --verbose") && asks("cte --verbose -V"));
        for line in [
            "cte --version",
            "cte --verbose",
            "cte",
            "cte score --version --verbose",
            "cte -V --verbose x",
        ] {
            assert!(!asks(line), "{line}");
        }
    }

    #[test]
    fn platforms_have_the_names_that_rust_gives_them() {
        let triple = |arch, vendor, os, env| Target { arch, vendor, os, env }.triple();
        assert_eq!(
            triple("x86_64", "unknown", "linux", "musl"),
            "x86_64-unknown-linux-musl"
        );
        assert_eq!(triple("x86_64", "pc", "windows", "gnu"), "x86_64-pc-windows-gnu");
        assert_eq!(triple("aarch64", "apple", "macos", ""), "aarch64-apple-darwin");
        assert_eq!(triple("x86_64", "unknown", "freebsd", ""), "x86_64-unknown-freebsd");
    }
}
