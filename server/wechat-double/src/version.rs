//! Base library versions, such as `2.21.2`, compared by number: they determine what a phone supports.

use std::fmt;

/// Three numbers, compared from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version([u16; 3]);

impl Version {
    /// The default of a world: the last period in which `getUserProfile` gave a name.
    pub(crate) const DEFAULT: Self = Self([2, 21, 2]);
    /// From this version on, `getPhoneNumber` gives a code too.
    pub(crate) const PHONE_CODE: Self = Self([2, 21, 2]);
    /// From this version on (2022-10-25), `getUserProfile` is anonymous.
    pub(crate) const ANONYMOUS: Self = Self([2, 27, 1]);

    /// Parses two or three numbers separated by dots.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(|part| part.parse::<u16>().ok());
        let version = Self([numbers.next()??, numbers.next()??, numbers.next().unwrap_or(Some(0))?]);
        numbers.next().is_none().then_some(version)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([major, minor, patch]) = self;
        write!(f, "{major}.{minor}.{patch}")
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn compared_by_numbers() {
        let version = |text| Version::parse(text).unwrap();
        assert!(version("2.9.0") < version("2.21.2") && version("2.27.1") < version("3.0.0"));
        assert_eq!(version("2.27").to_string(), "2.27.0");
        for bad in ["", "2", "2.a", "2.1.1.1", "2..1", "-1.0.0", "99999999.0.0"] {
            assert_eq!(Version::parse(bad), None, "{bad}");
        }
    }
}
