//! Asks for confirmation before an irreversible action.

use std::io::{self, BufRead, IsTerminal, Write};

use super::OperatorError;

/// A question about an action.
pub(super) struct Question<'a> {
    /// The affected objects, one line each.
    pub(super) lines: &'a [String],
    /// `Delete 2 accounts with all that is theirs`
    pub(super) what: &'a str,
    /// What `--yes` does: `deletes`.
    pub(super) yes_does: &'a str,
    /// The error message if the operator declines: `nothing was deleted`.
    pub(super) nothing: &'a str,
}

/// Asks the operator at the terminal.
///
/// # Errors
/// [`OperatorError::Refused`] if the answer is not yes, or stdin or stderr is not a terminal.
pub(super) fn confirm(question: &Question<'_>) -> Result<(), OperatorError> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        let why = format!("this is not a terminal, so nobody can be asked; --yes {}", question.yes_does);
        return Err(OperatorError::Refused(why));
    }
    match prompt(question, &mut io::stderr(), &mut io::stdin().lock()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(OperatorError::Refused(question.nothing.to_owned())),
        Err(error) => Err(OperatorError::File("the terminal cannot be read".into(), error.into())),
    }
}

/// Whether the operator types exactly `yes`.
fn prompt(question: &Question<'_>, to: &mut dyn Write, from: &mut dyn BufRead) -> io::Result<bool> {
    for line in question.lines {
        writeln!(to, "{line}")?;
    }
    write!(to, "{}? Type yes: ", question.what)?;
    to.flush()?;
    let mut answer = String::new();
    from.read_line(&mut answer)?;
    Ok(answer.trim() == "yes")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{Question, prompt};

    #[rstest]
    #[case("yes\n", true)]
    #[case("y\n", false)]
    #[case("no\n", false)]
    #[case("\n", false)]
    #[case("", false)]
    fn only_yes_is_yes(#[case] typed: &str, #[case] is_done: bool) {
        let (mut shown, lines) = (Vec::new(), ["12  林".to_owned()]);
        let question = Question { lines: &lines, what: "Delete 1 account", yes_does: "deletes", nothing: "nothing" };
        assert_eq!(prompt(&question, &mut shown, &mut typed.as_bytes()).unwrap(), is_done);
        assert_eq!(String::from_utf8(shown).unwrap(), "12  林\nDelete 1 account? Type yes: ");
    }
}
