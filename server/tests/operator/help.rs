//! Every command has a description and examples.

use std::process::Stdio;

use rstest::rstest;

use crate::fixture::Fixture;

#[rstest]
#[case(&["user", "list"], "List accounts")]
#[case(&["user", "show"], "Show one account")]
#[case(&["user", "disable"], "Disable accounts")]
#[case(&["user", "enable"], "Enable disabled accounts")]
#[case(&["user", "close"], "Close accounts for good")]
#[case(&["user", "release-phone"], "Take the phone number from accounts")]
#[case(&["user", "delete"], "Delete accounts")]
#[case(&["session", "list"], "List the signed-in devices")]
#[case(&["session", "revoke"], "End sessions")]
#[case(&["import"], "Take accounts in")]
#[case(&["backup"], "Copy the SQLite database")]
#[case(&["copy"], "Copy everything from one database")]
#[case(&["rotate-key"], "Seal every session_key")]
fn help_describes_every_command(#[case] command: &[&str], #[case] stderr: &str) {
    let help = Fixture::new().run(&[command, &["--help"]].concat()).success();
    assert!(help.starts_with(stderr) && help.contains("--json") && help.contains("--config"), "{help}");
    assert!(help.contains(&format!("oa-mini {}", command.join(" "))), "{help}");
    assert!(help.contains("Examples:") || help.contains("How to"), "{help}");
}

/// `oa-mini check | head -1`
#[rstest]
#[case(&["check"])]
#[case(&["user", "list"])]
fn a_closed_pipe_is_no_failure(#[case] args: &[&str]) {
    let fixture = Fixture::new();
    drop(fixture.serve());
    let mut command = fixture.command();
    let mut child = command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!((done.status.code(), String::from_utf8(done.stderr).unwrap()), (Some(0), String::new()));
}
