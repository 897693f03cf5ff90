//! Reading below one folder and nowhere else.

use std::{
    fs::File,
    io::{self, Read},
    os::fd::OwnedFd,
    path::Path,
};

use rustix::fs::{Mode, OFlags, openat};

/// A folder, opened. Paths below it are opened part by part, and a symbolic link is an error at each: what a name was when the
/// folder was indexed does not matter, and nothing is checked before it is opened.
#[derive(Debug)]
pub(crate) struct Folder(OwnedFd);

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
/// A pipe would block until somebody writes.
const FILE: OFlags = OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC).union(OFlags::NONBLOCK);

impl Folder {
    /// Opens a folder by a path that may hold symbolic links: the developer named it.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(rustix::fs::open(path, FOLDER, Mode::empty())?))
    }

    /// Opens a folder below this one; `path` has parts that are neither empty nor dots.
    pub(crate) fn folder(&self, path: &str) -> io::Result<Self> {
        let mut at = self.0.try_clone()?;
        for part in path.split('/') {
            at = openat(&at, plain(part)?, FOLDER | OFlags::NOFOLLOW, Mode::empty())?;
        }
        Ok(Self(at))
    }

    /// The bytes of a regular file, or an error where it has more than `limit`.
    pub(crate) fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        let (folder, name) = match path.rsplit_once('/') {
            Some((folder, name)) => (&self.folder(folder)?, name),
            None => (self, path),
        };
        let file = File::from(openat(&folder.0, plain(name)?, FILE, Mode::empty())?);
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::other("not a regular file"));
        }
        if metadata.len() > limit {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "larger than the limit"));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
        // it may grow while it is read
        file.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "larger than the limit"));
        }
        Ok(bytes)
    }
}

fn plain(part: &str) -> io::Result<&str> {
    match part {
        "" | "." | ".." => Err(io::ErrorKind::InvalidInput.into()),
        part if part.contains(['/', '\0']) => Err(io::ErrorKind::InvalidInput.into()),
        part => Ok(part),
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::symlink};

    use rstest::rstest;

    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("project/images")).unwrap();
        fs::write(dir.path().join("secret.png"), "secret").unwrap();
        fs::write(dir.path().join("project/images/a.png"), "picture").unwrap();
        symlink(dir.path().join("secret.png"), dir.path().join("project/images/link.png")).unwrap();
        symlink(dir.path(), dir.path().join("project/up")).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            dir.path().join("project/pipe.png"),
            rustix::fs::FileType::Fifo,
            Mode::RUSR | Mode::WUSR,
            0,
        )
        .unwrap();
        let folder = Folder::open(&dir.path().join("project")).unwrap();
        (dir, folder)
    }

    #[test]
    fn reads_a_file() {
        let (_dir, folder) = folder();
        assert_eq!(folder.read("images/a.png", 7).unwrap(), b"picture");
    }

    #[rstest]
    #[case::link("images/link.png")]
    #[case::link_of_a_folder("up/secret.png")]
    #[case::parent("../secret.png")]
    #[case::parent_within("images/../../secret.png")]
    #[case::absolute("/etc/passwd")]
    #[case::nul("images/a.png\0")]
    #[case::folder("images")]
    #[case::pipe("pipe.png")]
    #[case::dot("./images/a.png")]
    fn refuses(#[case] path: &str) {
        let (_dir, folder) = folder();
        assert!(folder.read(path, 100).is_err());
    }

    #[test]
    fn refuses_what_has_grown() {
        let (_dir, folder) = folder();
        assert_eq!(folder.read("images/a.png", 6).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }
}
