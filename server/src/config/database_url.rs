//! Validates `DATABASE_URL`. An unencoded `/` in a password would make the driver connect to another host, and show the
//! password in its error. Errors here contain no part of the address.

/// The percent-encoding of special characters in user name, password and database name. Repeated in the documents.
pub(crate) const ENCODED: &str = "/ is %2F, # is %23, ? is %3F, @ is %40, : is %3A, % is %25, a blank is %20";

const MYSQL: &[&str] = &[
    "ssl-mode",
    "sslmode",
    "ssl-ca",
    "sslca",
    "ssl-cert",
    "sslcert",
    "ssl-key",
    "sslkey",
    "charset",
    "collation",
    "statement-cache-capacity",
    "socket",
    "timezone",
    "time-zone",
];
const POSTGRES: &[&str] = &[
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "ssl-root-cert",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "statement-cache-capacity",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
];

/// Validates an address of any database. Unknown schemes are rejected by [`crate::database`].
///
/// # Errors
/// Which part is invalid, and how to write it.
pub(crate) fn validate(url: &str) -> Result<(), String> {
    match url.split_once("://") {
        Some(("sqlite", path)) => file(path),
        Some(("mysql" | "mariadb", rest)) => server(rest, MYSQL, true),
        Some(("postgres" | "postgresql", rest)) => server(rest, POSTGRES, false),
        _ => Ok(()),
    }
}

/// The hint for a refused connection if the password contains ambiguous characters.
pub(crate) fn hint(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://").filter(|(scheme, _)| *scheme != "sqlite")?;
    let (user_info, _) = rest.split(['/', '?']).next()?.rsplit_once('@')?;
    let (_, password) = user_info.split_once(':')?;
    let odd = |letter: &char| matches!(letter, '@' | ':' | '%' | ' ');
    password.chars().any(|letter| odd(&letter)).then(|| {
        format!("the password in DATABASE_URL must be percent-encoded: {ENCODED}; look whether it is, also where it holds a % itself")
    })
}

fn file(path: &str) -> Result<(), String> {
    if path.contains('?') {
        return Err("the path of sqlite://PATH takes no parameters; a ? in it is written %3F".to_owned());
    }
    check_percent_encoding(path, "the path")
}

fn server(rest: &str, parameters: &[&str], needs_database: bool) -> Result<(), String> {
    if let Some(letter) = rest.chars().find(|letter| letter.is_control()) {
        return Err(encode_as("a control character, such as a tab or a line break", letter, "the address"));
    }
    if let Some((before, after)) = rest.split_once('#') {
        return Err(encode_as("a #", '#', part_of(before, after)));
    }
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let (path, query) = tail.split_once('?').unwrap_or((tail, ""));
    let known = |parameter: &str| {
        let name = parameter.split_once('=').map(|(name, _)| name);
        name.is_some_and(|name| parameters.contains(&name) || name.starts_with("options["))
    };
    let unknown = query.split('&').find(|parameter| !parameter.is_empty() && !known(parameter));
    // an @ after the host is the end of a password with an unencoded character
    if path.contains('@') || unknown.is_some_and(|parameter| parameter.contains('@')) {
        let letter = tail.chars().next().unwrap_or('/');
        return Err(encode_as(&format!("a {letter}"), letter, "the user name or the password"));
    }
    if unknown.is_some() {
        return Err(format!(
            "a parameter after the ? is none that is known: {}; a ? in a user name or a password is written %3F",
            parameters.join(", ")
        ));
    }
    let (user_info, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let port = host.rsplit(']').next().unwrap_or_default().rsplit_once(':').map_or("", |(_, port)| port);
    if !port.is_empty() && port.parse::<u16>().is_err() {
        return Err(format!(
            "the port behind the host is not a number; a user name and a password end with @, and in them {ENCODED}"
        ));
    }
    check_percent_encoding(user_info, "the user name or the password")?;
    check_percent_encoding(path, "the name of the database")?;
    if needs_database && path.trim_matches('/').is_empty() {
        return Err("the name of the database is missing: mysql://USER:PASSWORD@HOST/DATABASE".to_owned());
    }
    Ok(())
}

/// The part of the address that contains the character.
fn part_of(before: &str, after: &str) -> &'static str {
    match (after.contains('@') || !before.contains('@'), before.contains('?')) {
        (true, _) => "the user name or the password",
        (_, true) => "a parameter",
        _ => "the name of the database",
    }
}

fn encode_as(what: &str, letter: char, part: &str) -> String {
    format!("{part} cannot be read: {what} in it is written %{:02X} ({ENCODED})", u32::from(letter))
}

/// Checks that every `%` begins a hex byte, and that the bytes are UTF-8.
fn check_percent_encoding(text: &str, part: &str) -> Result<(), String> {
    let wrong = || Err(format!("{part} cannot be read: a % that is part of it is written %25 ({ENCODED})"));
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        match (digit(), digit()) {
            (Some(high), Some(low)) => bytes.push(u8::try_from(high * 16 + low).unwrap_or_default()),
            _ => return wrong(),
        }
    }
    if std::str::from_utf8(&bytes).is_err() { wrong() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{hint, validate};

    /// Every special character of an address, in passwords of letters and of digits, at each position.
    #[rstest]
    fn an_ambiguous_password_is_reported_and_not_shown(
        #[values("mysql", "mariadb", "postgres", "postgresql")] scheme: &str,
        #[values("/", "#", "?", "%", "\t", "\n", "/@", "@/", "?@", "#@", "/?", "?/", "%zz", "%ff")] letters: &str,
        #[values(("hunter", "two"), ("12", "34"), ("", "hunter"), ("hunter", ""))] around: (&str, &str),
        #[values("db/oa", "db:3306/oa", "10.0.0.5/oa", "[::1]:3306/oa", "db/oa?sslmode=disable")] host: &str,
    ) {
        let password = format!("{}{letters}{}", around.0, around.1);
        let raw = letters.chars().find(|letter| *letter != '@').unwrap();
        let Err(error) = validate(&format!("{scheme}://oa:{password}@{host}")) else {
            // `%` and the following digits may be a valid byte: `%34`; then only the database can tell
            assert_eq!((letters, around), ("%", ("12", "34")));
            return assert!(hint(&format!("{scheme}://oa:{password}@{host}")).is_some());
        };
        assert!(error.contains("password") || error.contains("the address"), "{error}");
        assert!(error.contains(&format!("%{:02X}", u32::from(raw))), "{error}");
        assert!(!error.contains("hunter") && !error.contains("1234") && !error.contains('\n'), "{error}");
    }

    /// Correctly encoded addresses, and harmless special characters.
    #[rstest]
    #[case("mysql://oa:p%2F%23%3F%40%3A%25%20w@db/oa")]
    #[case("postgres://oa:p%2F%23%3F%40%3A%25%20w@db/oa?sslmode=verify-full&sslrootcert=/etc/ca.pem")]
    #[case("mysql://oa:p@ss:w rd@db/oa")]
    #[case("mysql://oa@db:3306/oa?ssl-mode=VERIFY_IDENTITY&ssl-ca=/etc/c@.pem")]
    #[case("postgres://db/oa?user=oa&password=p@ss&options=-csearch_path%3Dx")]
    #[case("postgres:///oa?host=/run/postgresql")]
    #[case("postgres://oa:密码@[::1]:5432/oa")]
    #[case("postgres://oa@db")]
    #[case("sqlite://data/oa-mini.db")]
    #[case("sqlite:///srv/my data/#1/oa%3F%25.db")]
    #[case("redis://a/b")]
    fn a_valid_address_is_accepted(#[case] url: &str) {
        assert_eq!(validate(url), Ok(()));
    }

    #[rstest]
    #[case("mysql://oa:pw@db", "name of the database")]
    #[case("mysql://oa:pw@db/o%a", "%25")]
    #[case("mysql://oa:pw@db/oa#1", "%23")]
    #[case("postgres://oa:pw@db/oa?sslmod=require", "a parameter")]
    #[case("postgres://oa:pw@db:54x/oa", "the port")]
    #[case("postgres://oa:hunter2", "the port")]
    #[case("sqlite://a.db?mode=memory", "%3F")]
    #[case("sqlite://100%.db", "%25")]
    fn errors_in_other_parts_are_reported(#[case] url: &str, #[case] expected: &str) {
        assert!(validate(url).unwrap_err().contains(expected), "{url}: {:?}", validate(url));
    }
}
