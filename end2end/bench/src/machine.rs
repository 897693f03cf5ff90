//! Reads the machine: the time, a process's usage, and the hardware.

use std::fs::read_to_string;
use std::path::Path;
use std::process::Command;
use std::time::{Instant, SystemTime};

use crate::Failure;

/// Ticks a second in /proc, on every Linux.
pub(crate) const TICKS: f64 = 100.0;

/// Now.
#[expect(clippy::disallowed_methods, reason = "what a bench measures is the machine's time")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Now, in UTC epoch ms.
#[expect(clippy::disallowed_methods, reason = "rows are filled in as of now, as the server's clock has it")]
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or_default()
}

/// The CPU time of a process, in seconds, all cores together.
pub(crate) fn cpu_seconds(pid: u32) -> Result<f64, Failure> {
    // utime and stime are the 12th and 13th
    let ticks: f64 = stat(pid)?.iter().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    Ok(ticks / TICKS)
}

/// The parent of a process.
pub(crate) fn parent(pid: u32) -> Result<u32, Failure> {
    Ok(stat(pid)?.get(1).ok_or("/proc does not say the parent")?.parse()?)
}

/// The fields of /proc/PID/stat after the name, which is in brackets and may hold anything.
pub(crate) fn stat(pid: u32) -> Result<Vec<String>, Failure> {
    let text = read_to_string(format!("/proc/{pid}/stat"))?;
    Ok(text.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default().split_whitespace().map(str::to_owned).collect())
}

/// Memory of a process, in MB.
pub(crate) struct Memory {
    /// What is resident.
    pub(crate) rss: f64,
    /// The peak of `rss` so far.
    pub(crate) peak: f64,
}

/// The memory of a process.
pub(crate) fn memory(pid: u32) -> Result<Memory, Failure> {
    let status = read_to_string(format!("/proc/{pid}/status"))?;
    Ok(Memory { rss: mb(&status, "VmRSS:")?, peak: mb(&status, "VmHWM:")? })
}

fn mb(text: &str, name: &str) -> Result<f64, Failure> {
    let kib = text.lines().find_map(|line| line.strip_prefix(name)?.split_whitespace().next()?.parse::<f64>().ok());
    Ok(kib.ok_or_else(|| format!("/proc does not say {name}"))? * 1024.0 / 1e6)
}

/// Machine, versions and commit, a line each.
pub(crate) fn description(binary: &Path) -> Vec<String> {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let cpu = read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map(|(_, name)| name);
    let memory = read_to_string("/proc/meminfo").ok().and_then(|text| mb(&text, "MemTotal:").ok()).unwrap_or_default();
    let postgres = "ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1";
    let postgres = first_line("sh", &["-c", &format!("$({postgres})/postgres --version")]);
    let dirty = if first_line("git", &["status", "--porcelain", "--untracked-files=no"]).is_empty() {
        ""
    } else {
        " and changes"
    };
    vec![
        format!(
            "{cores} cores of {}, {:.0} GB, Linux {}",
            model.unwrap_or("?"),
            memory / 1e3,
            first_line("uname", &["-r"])
        ),
        format!("{}, {}", first_line("sh", &["-c", "PATH=$PATH:/usr/sbin mariadbd --version"]), postgres),
        format!(
            "{}, {}",
            first_line(&binary.display().to_string(), &["--version"]),
            first_line("rustc", &["--version"])
        ),
        format!(
            "commit {}{dirty}, {}",
            first_line("git", &["rev-parse", "--short", "HEAD"]),
            first_line("date", &["-u", "+%Y-%m-%d %H:%M UTC"])
        ),
    ]
}

/// The first line of a command's output; empty if it fails.
pub(crate) fn first_line(command: &str, arguments: &[&str]) -> String {
    let output = Command::new(command).args(arguments).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    // Maven resets its colours, although it is told to have none
    text.lines().next().unwrap_or_default().replace("\u{1b}[0m", "").trim().to_owned()
}
