//! Paths of a project: parts joined by `/`, none of them empty or dots, from the root without a leading slash.

/// The folder of a file; empty at the root.
pub(crate) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The path that `reference` means in `folder`; a leading slash means the root. `None` above the root.
pub(crate) fn join(folder: &str, reference: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    let base = if reference.starts_with('/') { "" } else { folder };
    for part in base.split('/').chain(reference.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The folder itself, its parent and so on, up to the root (`""`).
pub(crate) fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| (!folder.is_empty()).then(|| parent(folder)))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("pages/a", "./b", Some("pages/a/b"))]
    #[case("pages/a", "../b//c", Some("pages/b/c"))]
    #[case("pages/a", "/b", Some("b"))]
    #[case("", "b", Some("b"))]
    #[case("a", "../../b", None)]
    #[case("a", "/../b", None)]
    fn joins(#[case] folder: &str, #[case] reference: &str, #[case] path: Option<&str>) {
        assert_eq!(join(folder, reference).as_deref(), path);
    }

    #[test]
    fn ascends() {
        assert_eq!(ancestors("a/b").collect::<Vec<_>>(), ["a/b", "a", ""]);
        assert_eq!(ancestors("").collect::<Vec<_>>(), [""]);
    }
}
