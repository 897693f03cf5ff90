//! Every command says what it does, with examples.

use rstest::rstest;

use crate::stage::Stage;

#[rstest]
#[case(&["user", "list"], "List accounts")]
#[case(&["user", "show"], "Show one account")]
#[case(&["user", "disable"], "Disable accounts")]
#[case(&["user", "enable"], "Enable disabled accounts")]
#[case(&["user", "close"], "Close accounts for good")]
#[case(&["user", "delete"], "Delete accounts")]
#[case(&["session", "list"], "List the signed-in devices")]
#[case(&["session", "revoke"], "End sessions")]
#[case(&["import"], "Take accounts in")]
#[case(&["backup"], "Copy the SQLite database")]
#[case(&["rotate-key"], "Seal every session_key")]
fn help_says_what_it_does_and_how(#[case] command: &[&str], #[case] said: &str) {
    let help = Stage::new().run(&[command, &["--help"]].concat()).good();
    assert!(help.starts_with(said) && help.contains("--json") && help.contains("--config"), "{help}");
    assert!(help.contains(&format!("oa-mini {}", command.join(" "))), "{help}");
    assert!(help.contains("Examples:") || help.contains("How to"), "{help}");
}
