//! Another passphrase for a key file. The keys stay the same, so nothing changes for headquarters; and every copy of the old file
//! still opens with the old passphrase, which is why a passphrase that became known is a matter of revocation as well.

use std::path::Path;

use crate::domain::ports::Entropy;
use crate::sync::keyfile::{self, KeyFile, KeyFileError};

use super::{DeskError, system};

/// Seals a desk's or a root's key file with another passphrase. The file is whole at every moment: the new one is written beside
/// it, opened once, and takes its place.
///
/// # Errors
/// [`KeyFileError::LayOpen`] for a file without a passphrase; where `old` does not open it; where it cannot be read or
/// written. The file is as before then.
pub fn change(
    path: &Path,
    old: &str,
    new: &str,
    entropy: &mut dyn Entropy,
) -> Result<(), DeskError> {
    let fault = |fault| DeskError::Key { path: path.to_owned(), fault };
    let text = std::fs::read_to_string(path).map_err(|error| DeskError::file(path, &error))?;
    let file = KeyFile::read(&text).map_err(fault)?;
    if !file.is_sealed() {
        return Err(fault(KeyFileError::LayOpen));
    }
    if new.is_empty() {
        return Err(fault(KeyFileError::NeedsPassphrase));
    }
    let secrets = file.open(Some(old)).map_err(fault)?;
    let sealed = keyfile::seal(&secrets, Some(new), entropy);
    keyfile::open(&sealed, Some(new)).map_err(fault)?;
    system::replace_private(path, sealed.as_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::desk::system::SeededEntropy;
    use crate::sync::keyfile::{Kind, Secrets};

    #[test]
    fn a_key_file_changes_its_passphrase_and_keeps_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.key");
        let mut entropy = SeededEntropy::new(3);
        let secrets = Secrets::generate(Kind::Desk, &mut entropy);
        let before = keyfile::seal(&secrets, Some("旧的"), &mut entropy);
        system::write_private(&path, before.as_bytes()).unwrap();
        let text = || std::fs::read_to_string(&path).unwrap();

        let wrong = change(&path, "猜的", "新的", &mut entropy).unwrap_err();
        let wrong_passphrase = KeyFileError::WrongPassphrase;
        assert!(matches!(wrong, DeskError::Key { fault, .. } if fault == wrong_passphrase));
        assert_eq!(text(), before, "the file is as before");

        change(&path, "旧的", "新的", &mut entropy).unwrap();
        let opened = keyfile::open(&text(), Some("新的")).unwrap();
        assert_eq!(opened.key.public(), secrets.key.public());
        let old = keyfile::open(&text(), Some("旧的")).map(drop);
        assert_eq!(old, Err(KeyFileError::WrongPassphrase));
        let names = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(names, 1, "nothing is left beside it");
    }

    #[test]
    fn a_key_that_lay_open_does_not_become_a_sealed_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.key");
        let mut entropy = SeededEntropy::new(3);
        let secrets = Secrets::generate(Kind::Desk, &mut entropy);
        let open = keyfile::seal(&secrets, None, &mut entropy);
        system::write_private(&path, open.as_bytes()).unwrap();
        let refused = change(&path, "", "新的", &mut entropy).unwrap_err();
        assert!(matches!(refused, DeskError::Key { fault: KeyFileError::LayOpen, .. }));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), open);
    }
}
