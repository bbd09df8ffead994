//! Places that `-o` names: files, links, devices, pipes and streams; and what is left when a run is ended.

use std::fs::{self, File};
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _, symlink};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{Folder, sized};

const SCORE: &str = "score a.csv -i trio.toml --no-config";

fn folder() -> Folder {
    Folder::new().file("a.csv", sized(&[("Oak", 24), ("Ash", 12), ("Elm", 4), ("Yew", 25)]))
}

/// A trust of so many academies.
fn large(academies: usize) -> Folder {
    let names: Vec<String> = (0..academies).map(|academy| format!("Academy {academy}")).collect();
    let sizes: Vec<(&str, usize)> = names.iter().map(|name| (name.as_str(), 12)).collect();
    Folder::new().file("a.csv", sized(&sizes))
}

/// A report that stands still while it writes its pages.
struct Stopped {
    folder: Folder,
    report: Child,
}

/// Starts a report into `place` by a shell line before `cte`, and stops it while it writes. If it has ended by then, a larger one is
/// started.
fn stopped(before: &str, place: &str) -> Stopped {
    for academies in [100, 200, 400, 800, 1_600] {
        let folder = large(academies);
        let line = format!(
            "{before} exec '{}' report a.csv -i trio.toml --no-config -o {place}",
            env!("CARGO_BIN_EXE_cte")
        );
        let mut command = Command::new("sh");
        command.args(["-c", &line]).current_dir(folder.path(""));
        let mut report = command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a shell");
        let aside = folder.path(place).join(".cte-report");
        wait_for("the pages begin", || {
            aside.exists() || report.try_wait().is_ok_and(|ended| ended.is_some())
        });
        signal(&report, "STOP");
        // The system may take a moment to stop it.
        thread::sleep(Duration::from_millis(50));
        if aside.exists() {
            return Stopped { folder, report };
        }
        signal(&report, "CONT");
        report.wait().expect("a program");
    }
    panic!("no report was large enough to be stopped");
}

/// Starts a program of the folder, with nothing on its streams.
fn start(folder: &Folder, program: &str, arguments: &str) -> Child {
    let mut command = Command::new(program);
    command.args(arguments.split(' ')).current_dir(folder.path(""));
    command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a program")
}

fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
        thread::sleep(Duration::from_millis(1));
    }
}

fn ended(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().expect("a program");
    (
        output.status.code(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("sh")
        .args(["-c", &format!("kill -s {name} {}", child.id())])
        .status();
    assert!(sent.expect("a shell").success());
}

#[test]
fn a_link_stays_and_its_file_is_written() {
    let folder = folder().file("old.json", "old");
    symlink("old.json", folder.path("old")).expect("a link");
    symlink("new.json", folder.path("new")).expect("a link");
    for name in ["old", "new"] {
        folder.output(&format!("{SCORE} --format json -o {name}"));
        assert!(folder.path(name).is_symlink());
        assert!(folder.read(&format!("{name}.json")).starts_with('{'));
    }
    symlink("round", folder.path("round")).expect("a link");
    assert!(
        folder
            .failure(&format!("{SCORE} --format json -o round"))
            .contains("symbolic links")
    );
    // In a folder of tables, too.
    fs::create_dir(folder.path("tables")).expect("a folder");
    symlink("../kept.csv", folder.path("tables/scores.csv")).expect("a link");
    folder.output(&format!("{SCORE} -o tables/"));
    assert!(folder.path("tables/scores.csv").is_symlink());
    assert!(folder.read("kept.csv").starts_with("scale,"));
}

#[test]
fn a_named_pipe_stays_and_passes_the_result_on() {
    let folder = folder();
    assert!(start(&folder, "mkfifo", "pipe.json").wait().expect("mkfifo").success());
    let place = folder.path("pipe.json");
    let reader = thread::spawn(move || fs::read_to_string(place).expect("the pipe"));
    folder.output(&format!("{SCORE} -o pipe.json"));
    assert_eq!(
        reader.join().expect("a reader"),
        folder.output(&format!("{SCORE} --format json"))
    );
    let kind = fs::symlink_metadata(folder.path("pipe.json"))
        .expect("the pipe")
        .file_type();
    assert!(kind.is_fifo());
    // A reader that goes away is no failure.
    let place = folder.path("pipe.json");
    let reader = thread::spawn(move || drop(File::open(place)));
    folder.output(&format!("{SCORE} -o pipe.json"));
    reader.join().expect("a reader");
}

#[test]
fn devices_are_written_to() {
    let folder = folder();
    folder.output(&format!("{SCORE} -o /dev/null"));
    let full = folder.failure(&format!("{SCORE} -o /dev/full"));
    assert!(full.contains("`/dev/full` cannot be written"), "{full}");
    symlink("/dev/full", folder.path("full.csv")).expect("a link");
    folder.failure(&format!("{SCORE} -o full.csv"));
    for device in ["/dev/null", "/dev/full"] {
        let kind = fs::symlink_metadata(device).expect("a device").file_type();
        assert!(kind.is_char_device(), "{device}");
    }
}

#[test]
fn standard_output_has_names_too_and_is_appended_to() {
    let folder = folder().file("log", "first\n");
    let printed = folder.output(&format!("{SCORE} --format csv"));
    for name in ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
        assert_eq!(
            folder.output(&format!("{SCORE} --format csv -o {name}")),
            printed,
            "{name}"
        );
        let log = File::options().append(true).open(folder.path("log")).expect("a log");
        let before = folder.read("log");
        let mut program = Command::new(env!("CARGO_BIN_EXE_cte"));
        program
            .args(format!("{SCORE} --format csv -o {name}").split(' '))
            .current_dir(folder.path(""));
        assert!(program.stdout(log).status().expect("a run").success());
        assert_eq!(folder.read("log"), before + &printed, "{name}");
    }
    assert_eq!(folder.output(&format!("{SCORE} -o -")), folder.output(SCORE));
    assert!(!folder.path("-").exists());
    for command in [
        "plot scores a.csv -i trio.toml -o -",
        "tally a.csv -i trio.toml --min-group 3 -o -",
        "report a.csv -i trio.toml --academy Oak -o -",
        "init a.csv -i trio.toml -o -",
    ] {
        let output = folder.program().args(command.split(' ')).output().expect("a run");
        assert!(!output.stdout.is_empty(), "{command}");
        assert!(!folder.path("-").exists());
    }
}

#[test]
fn one_run_writes_several_forms_or_none() {
    let folder = folder();
    folder.output(&format!("{SCORE} -o s.json -o s.xlsx -o tables/ -o s.md"));
    for (name, form) in [("s.json", "json"), ("s.md", "markdown"), ("tables/scores.csv", "csv")] {
        assert_eq!(
            folder.read(name),
            folder.output(&format!("{SCORE} --format {form}")),
            "{name}"
        );
    }
    assert!(folder.path("s.xlsx").exists());
    let twice = folder.failure(&format!("{SCORE} -o t.json -o ./t.json"));
    assert!(twice.contains("named twice"), "{twice}");
    folder.failure(&format!("{SCORE} -o t.json -o none/t.csv"));
    assert!(!folder.path("t.json").exists());
    // Of several, the format is for those whose name tells none.
    let printed = folder.output(&format!("{SCORE} --format csv -o t.json -o -"));
    assert_eq!(printed, folder.output(&format!("{SCORE} --format csv")));
    assert!(folder.read("t.json").starts_with('{'));
}

#[test]
fn a_new_file_follows_the_umask_and_a_replaced_one_keeps_its_mode_and_owner() {
    let folder = folder().file("kept.json", "");
    let mode = |name: &str| fs::metadata(folder.path(name)).expect("a file").permissions().mode() & 0o7777;
    for (umask, expected) in [("077", 0o600), ("027", 0o640), ("002", 0o664)] {
        let line = format!(
            "umask {umask} && exec '{}' {SCORE} -o {umask}.json",
            env!("CARGO_BIN_EXE_cte")
        );
        let shell = Command::new("sh")
            .args(["-c", &line])
            .current_dir(folder.path(""))
            .status();
        assert!(shell.expect("a shell").success());
        assert_eq!(mode(&format!("{umask}.json")), expected);
    }
    let kept = folder.path("kept.json");
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o604)).expect("a mode");
    // Only the system's administrator can give a file away.
    let given = std::os::unix::fs::chown(&kept, Some(12), Some(13)).is_ok();
    let owner = |path| {
        fs::metadata(path)
            .map(|found| (found.uid(), found.gid()))
            .expect("a file")
    };
    let before = owner(&kept);
    folder.output(&format!("{SCORE} -o kept.json"));
    assert!(folder.read("kept.json").starts_with('{'));
    assert_eq!((mode("kept.json"), owner(&kept)), (0o604, before));
    assert!(!given || before == (12, 13));
}

#[test]
fn a_report_that_is_ended_leaves_nothing() {
    for name in ["TERM", "INT", "HUP"] {
        let Stopped { folder, report } = stopped("", "new/board");
        signal(&report, name);
        signal(&report, "CONT");
        // No exit code: the signal ended it.
        assert_eq!(ended(report), (None, String::new()), "{name}");
        assert_eq!(folder.names(), ["a.csv", "trio.toml"], "{name}");
    }
}

#[test]
fn a_signal_that_is_ignored_stays_so() {
    let Stopped { folder, report } = stopped("trap '' HUP;", "board");
    signal(&report, "HUP");
    signal(&report, "CONT");
    assert_eq!(ended(report), (Some(0), String::new()));
    assert!(folder.path("board/index.html").exists());
}

#[test]
fn what_a_killed_report_left_is_gone_after_the_next() {
    let Stopped { folder, report } = stopped("", "board");
    signal(&report, "KILL");
    assert_eq!(ended(report).0, None);
    assert!(folder.path("board/.cte-report").exists());
    folder.output("report a.csv -i trio.toml --no-config -o board");
    assert!(folder.path("board/index.html").exists() && !folder.path("board/.cte-report").exists());
    let hidden = |name: &String| name.starts_with(".cte-");
    fs::write(folder.path(".cte-aB3dE6.tmp"), "left").expect("a file");
    folder.output("score a.csv -i trio.toml --no-config -o s.json");
    assert_eq!(folder.names().iter().filter(|name| hidden(name)).count(), 0);
}

#[test]
fn of_two_reports_into_one_folder_one_says_so() {
    let folder = folder();
    fs::create_dir_all(folder.path("board/.cte-report")).expect("a folder");
    // As another run holds it.
    let lock = File::create(folder.path("board/.cte-report/lock")).expect("a file");
    lock.lock().expect("a lock");
    let arguments = "report a.csv -i trio.toml --no-config -o board";
    let second = folder.failure(arguments);
    assert!(
        second.contains("`board` is being written by another `cte report`"),
        "{second}"
    );
    assert!(!folder.path("board/index.html").exists());
    drop(lock);
    folder.output(arguments);
    assert!(folder.path("board/index.html").exists() && !folder.path("board/.cte-report").exists());
}
