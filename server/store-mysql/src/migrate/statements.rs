//! The statements of a migration's file, one by one: MySQL commits after nearly each, so each is a step of its own.

/// The statements, without comments (but those that MySQL executes) and without the semicolons at their ends.
pub(super) fn statements(sql: &str) -> Vec<String> {
    let (mut found, mut statement) = (Vec::new(), String::new());
    let mut rest = sql;
    while let Some(letter) = rest.chars().next() {
        let after_blank = statement.chars().next_back().is_none_or(char::is_whitespace);
        let (taken, kept) = if matches!(letter, '\'' | '"' | '`') {
            (quoted(rest, letter), true)
        } else if letter == '#' || (after_blank && rest.starts_with("--")) {
            (rest.find('\n').unwrap_or(rest.len()), false)
        } else if rest.starts_with("/*") {
            (rest.find("*/").map_or(rest.len(), |end| end + 2), rest.starts_with("/*!"))
        } else if letter == ';' {
            found.push(std::mem::take(&mut statement));
            (1, false)
        } else {
            (letter.len_utf8(), true)
        };
        let (part, behind) = rest.split_at_checked(taken).unwrap_or((rest, ""));
        if kept {
            statement.push_str(part);
        }
        rest = behind;
    }
    found.push(statement);
    found.iter().map(|statement| statement.trim().to_owned()).filter(|statement| !statement.is_empty()).collect()
}

/// How long a quoted text is, with its quotes. A quote within it is doubled, or follows a backslash.
fn quoted(text: &str, quote: char) -> usize {
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' && quote != '`' {
            letters.next();
        } else if letter == quote {
            // a doubled quote ends one text and begins the next
            return at + 1;
        }
    }
    text.len()
}

/// Whether a statement changes rows alone, so that a transaction holds it.
pub(super) fn changes_rows(statement: &str) -> bool {
    let word = statement.split(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or_default();
    ["INSERT", "UPDATE", "DELETE", "REPLACE"].iter().any(|other| word.eq_ignore_ascii_case(other))
}

#[cfg(test)]
mod tests {
    use super::{changes_rows, statements};

    #[test]
    fn a_semicolon_ends_a_statement_where_it_is_one() {
        let sql = "-- first; of all\nCREATE TABLE a (b VARCHAR(9) DEFAULT ';''\\';' /* x; */); # y;\nINSERT INTO `;` VALUES (\";\"--1);\n\n;/*!80000 SET @a = 1; */\n--";
        let expected = [
            "CREATE TABLE a (b VARCHAR(9) DEFAULT ';''\\';' )",
            "INSERT INTO `;` VALUES (\";\"--1)",
            "/*!80000 SET @a = 1; */",
        ];
        assert_eq!(statements(sql), expected);
        assert_eq!(expected.map(changes_rows), [false, true, false]);
    }

    #[test]
    fn no_statement_of_ours_is_lost() {
        for migration in super::super::MIGRATIONS.iter() {
            let sql = migration.sql.as_str();
            let ends = |line: &&str| !line.starts_with("--") && line.trim_end().ends_with(';');
            let expected = sql.lines().filter(ends).count();
            assert_eq!(statements(sql).len(), expected, "{}", migration.version);
        }
    }
}
