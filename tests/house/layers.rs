//! Imports point downward only, and each outside library is known to one layer.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Bottom to top; layers of one line are of the same height and do not know each other.
const HEIGHTS: &[&[&str]] = &[
    &["text", "cut"],
    &["domain"],
    &["matching", "i18n"],
    &["sync", "store", "interchange"],
    &["desk"],
    &["model"],
    &["command"],
    &["app"],
    &["ui"],
    &["term"],
    &["cli"],
];

/// A library, and the layers that may name it.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("ratatui", &["ui", "term"]),
    ("crossterm", &["term"]),
    ("tui_textarea", &["model"]),
    ("clap", &["cli"]),
    ("ed25519_dalek", &["sync"]),
    ("age", &["sync"]),
    ("zstd", &["sync"]),
    // The window's loop, and what waits for a store elsewhere.
    ("tokio", &["term", "desk"]),
    ("object_store", &["desk"]),
    ("getrandom", &["desk"]),
    ("directories", &["desk"]),
    ("i18n_embed", &["i18n"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file without comments and without its unit tests, which may look upward.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let body = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    body.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

fn layer_of(path: &Path, source: &Path) -> String {
    let inside = path.strip_prefix(source).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn height(layer: &str) -> Option<usize> {
    HEIGHTS.iter().position(|layers| layers.contains(&layer))
}

/// Names that follow `crate::`, in paths and in braces: `crate::{a, b::c}` names a and b.
fn named(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        let ident = |text: &str| -> String {
            text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        };
        if let Some(group) = after.strip_prefix('{') {
            let mut depth = 0;
            let mut start = 0;
            for (at, c) in group.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => {
                        names.insert(ident(&group[start..at]));
                        break;
                    }
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        names.insert(ident(&group[start..at]));
                        start = at + 1;
                    }
                    _ => {}
                }
            }
        } else {
            names.insert(ident(after));
        }
    }
    names
}

#[test]
fn imports_point_downward_only() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&source, &mut files);
    assert!(files.len() > 100, "the sources were not found");
    let mut wrong = Vec::new();
    for path in files {
        let layer = layer_of(&path, &source);
        let Some(own) = height(&layer) else { continue };
        for name in named(&code(&path)) {
            let Some(other) = height(&name) else { continue };
            if name != layer && other >= own {
                wrong.push(format!(
                    "{} names crate::{name}",
                    path.strip_prefix(&source).unwrap().display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that point upward or sideways:\n{}", wrong.join("\n"));
}

#[test]
fn every_folder_of_the_source_is_a_layer() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(&source).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(height(&name).is_some(), "src/{name} has no place among the layers");
    }
}

#[test]
fn each_outside_library_is_known_to_its_layer_alone() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&source, &mut files);
    let mut wrong = Vec::new();
    for path in files {
        let layer = layer_of(&path, &source);
        let code = code(&path);
        for (library, layers) in LIBRARIES {
            let path_use = format!("{library}::");
            let names = code.match_indices(&path_use).any(|(at, _)| {
                let before = code[..at].chars().next_back();
                before.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == ':'))
            });
            if names && !layers.contains(&layer.as_str()) {
                wrong.push(format!(
                    "{} names {library}",
                    path.strip_prefix(&source).unwrap().display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_core_knows_no_clock_and_no_randomness() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for layer in [
        "text",
        "domain",
        "matching",
        "i18n",
        "sync",
        "store",
        "interchange",
        "model",
        "command",
        "app",
        "ui",
    ] {
        let mut files = Vec::new();
        sources(&source.join(layer), &mut files);
        for path in files {
            let code = code(&path);
            for forbidden in
                ["Utc::now", "Local::now", "SystemTime::now", "Instant::now", "getrandom::"]
            {
                assert!(!code.contains(forbidden), "{} asks for {forbidden}", path.display());
            }
        }
    }
}
