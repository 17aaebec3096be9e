//! Headquarters and a desk as two homes in one folder, reached by the command line.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{NOTICES, daqu};

pub struct Story {
    folder: tempfile::TempDir,
}

impl Story {
    /// A folder without homes.
    pub fn empty() -> Story {
        Story { folder: tempfile::tempdir().unwrap() }
    }

    /// Headquarters Q and the desk D, enrolled, with two tenders.
    pub fn begun() -> Story {
        let story = Story::empty();
        fs::write(story.path().join("notices.json"), NOTICES).unwrap();
        story.ok(&[
            "--home",
            "Q",
            "hq",
            "init",
            "--org",
            "某某建设",
            "--root",
            "1/1",
            "--no-passphrase",
        ]);
        let fingerprint = story.ok(&["--home", "Q", "hq", "fingerprint"]).trim().to_owned();
        assert_eq!(fingerprint.split(' ').count(), 6, "thirty digits in six groups");
        story.ok(&[
            "--home",
            "D",
            "init",
            "--region",
            "EC",
            "--name",
            "华东测试",
            "--no-passphrase",
        ]);
        story.ok(&["--home", "Q", "hq", "enrol", "D/enrol.daqu", "--yes", "--out", "welcome.daqu"]);
        story.ok(&[
            "--home",
            "D",
            "bundle",
            "import",
            "welcome.daqu",
            "--org-fingerprint",
            &fingerprint,
        ]);
        story.ok(&["--home", "D", "lead", "import", "notices.json"]);
        story
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn ok(&self, args: &[&str]) -> String {
        let output = daqu(self.path(), args);
        let (out, err) = (
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        );
        assert!(output.status.success(), "{args:?}: {}\n{out}\n{err}", output.status);
        out
    }

    pub fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.ok(args)).unwrap()
    }

    pub fn refused(&self, args: &[&str]) -> String {
        let output = daqu(self.path(), args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    /// Two branches on the lot of the 江苏 tender; the number of the case.
    pub fn conflict(&self) -> String {
        let leads = self.json(&["--home", "D", "lead", "list", "--json", "--search", "nanjing"]);
        let number = leads[0]["number"].as_str().unwrap().to_owned();
        for unit in ["F1", "F3"] {
            let args =
                ["--home", "D", "claim", "new", "--lead", &number, "--lot", "0", "--unit", unit];
            self.ok(&[&args[..], &["--basis", "已踏勘", "--json"]].concat());
        }
        let cases = self.json(&["--home", "D", "case", "list", "--json"]);
        assert_eq!(cases.as_array().unwrap().len(), 1);
        let case = &cases[0];
        assert_eq!(
            (&case["state"], &case["lot"], &case["lead"]),
            (&"detected".into(), &"0".into(), &leads[0]["number"])
        );
        assert_eq!(case["parties"], serde_json::json!(["F1", "F3"]));
        for field in ["number", "track", "hard_stop", "last_moment"] {
            assert!(case[field].is_string(), "{field} in {case}");
        }
        case["number"].as_str().unwrap().to_owned()
    }
}
