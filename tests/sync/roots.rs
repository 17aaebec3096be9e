//! Root keys that are kept by several people: made on their machines, told by a line, and gathered as signatures.

use std::fs;

use crate::support::daqu;
use crate::support::story::Story;

#[test]
fn a_root_key_made_on_another_machine_signs_from_there() {
    let story = Story::empty();
    let line = story.ok(&["hq", "root-key", "kept.key", "--no-passphrase"]);
    let line = line.trim();
    assert!(line.starts_with("ed25519 ") && line.len() == 72, "{line}");
    let again = daqu(story.path(), &["hq", "root-key", "kept.key", "--no-passphrase"]);
    assert!(!again.status.success(), "no key is ever overwritten");

    let init = ["--home", "Q", "hq", "init", "--org", "某某建设", "--no-passphrase"];
    let with = |keys: &[&str]| -> Vec<String> {
        let told = keys.iter().flat_map(|key| ["--root-key", key]);
        init.iter().copied().chain(told).map(str::to_owned).collect()
    };
    for (keys, why) in
        [(vec!["nonsense"], "64"), (vec![line, line], "2"), (vec![line, &"ab".repeat(32)], "2")]
    {
        let args = with(&keys);
        let args: Vec<&str> =
            ["--lang", "en"].into_iter().chain(args.iter().map(|a| &**a)).collect();
        let output = daqu(story.path(), &args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && said.contains(why), "{said}");
        assert!(!story.path().join("Q").exists(), "nothing was made");
    }
    let args = with(&[line]);
    story.ok(&args.iter().map(|arg| &**arg).collect::<Vec<_>>());
    let roots = story.ok(&["--home", "Q", "hq", "roots"]);
    assert!(roots.contains(line) && roots.ends_with("threshold 2\n"), "{roots}");
    assert_eq!(fs::read_dir(story.path().join("Q/root")).unwrap().count(), 2, "the rest is here");

    // One of those here is carried away: the next directory waits for the person elsewhere.
    fs::remove_file(story.path().join("Q/root/root-2.key")).unwrap();
    story.ok(&["--home", "D", "init", "--region", "EC", "--name", "华东", "--no-passphrase"]);
    let enrol = ["--home", "Q", "hq", "enrol", "D/enrol.daqu", "--yes", "--out", "w.daqu"];
    assert_eq!(daqu(story.path(), &enrol).status.code(), Some(3), "it waits");
    let draft = story.path().join("Q/directory.daqu");
    let draft = draft.to_str().unwrap();
    story.ok(&["hq", "sign", draft, "--key", "kept.key", "--yes"]);
    let taken = story.json(&["--home", "Q", "--json", "bundle", "import", draft]);
    assert_eq!(taken["directories"], 1, "{taken}");
}
