//! The wire format, byte by byte: one good bundle and a dozen with one fault each, made with the
//! library from the keys of the specification, kept as files, and read again line by line.
//!
//! The files are the successors of the specification's in the final form (directory with `prev`,
//! age recipients and device letters; a detachable part). They are never made anew without need:
//! what this version wrote, every later version must read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use daqu::domain::event::{Body, Fact};
use daqu::domain::ports::Entropy;
use daqu::sync::age_key::AgeKey;
use daqu::sync::directory::{DeskEntry, DeskState, Directory, Role, Root, RootKey};
use daqu::sync::envelope::{Envelope, content_id};
use daqu::sync::event::{SignedEvent, sign_event};
use daqu::sync::fault::{EventFault, LineFault, Refusal};
use daqu::sync::keys::{DeskKey, ED25519};
use daqu::sync::part::PartLine;
use daqu::sync::reader::{Line, read_lines};
use daqu::sync::segment::{HEADQUARTERS, LogId, Segment, VerifiedSegment};
use daqu::sync::status::{Have, Status};
use daqu::sync::trust::{DirectoryFault, TrustedDirectory, verify_genesis};
use daqu::sync::{DIRECTORY, SEGMENT, STATUS};
use sha2::{Digest, Sha256};

const ROOTS: [&str; 3] = ["root1", "root2", "root3"];

/// What the reader was told by telephone.
const ORG_FINGERPRINT: &str = "39124 98069 85983 65377 92782 32457";

const MEETING: &str = "meeting:0198f0c2-7a00-8000-8000-000000000001";

const TEXT: &str = "一、核对两个标段的报备时间。\n二、双方三日内各自书面说明。\n";

fn seed(name: &str) -> [u8; 32] {
    Sha256::digest(format!("daqu test vector: {name}")).into()
}

fn key(name: &str) -> DeskKey {
    DeskKey::from_seed(seed(name))
}

fn org() -> String {
    root().organisation()
}

/// The one salt of these files; a real desk's comes from the system's randomness.
struct Salt;

impl Entropy for Salt {
    fn fill(&mut self, buf: &mut [u8]) {
        for (to, from) in buf.iter_mut().zip(seed("salt").iter().cycle()) {
            *to = *from;
        }
    }
}

fn desk(id: &str, role: Role, region: Option<&str>, name: &str, person: &str) -> DeskEntry {
    DeskEntry {
        id: id.to_owned(),
        role,
        region: region.map(str::to_owned),
        name: name.to_owned(),
        person: person.to_owned(),
        letter: "A".to_owned(),
        alg: ED25519.to_owned(),
        public: key(id).public().to_hex(),
        age: Some(AgeKey::from_seed(&seed(&format!("age {id}"))).recipient()),
        trial: id == "east",
        state: DeskState::Active,
    }
}

fn root() -> Root {
    let key = |name: &str| RootKey { alg: ED25519.to_owned(), public: key(name).public().to_hex() };
    Root { threshold: 2, keys: ROOTS.map(key).to_vec() }
}

fn directory() -> Envelope {
    let directory = Directory {
        v: 1,
        org: org(),
        version: 1,
        prev: None,
        issued: "2026-11-01T00:00:00Z".to_owned(),
        review_by: "2027-05-01T00:00:00Z".to_owned(),
        root: root(),
        desks: vec![
            desk("hq-a", Role::Hq, None, "总部市场部", "总部"),
            desk("east", Role::Region, Some("EC"), "华东一号", "王某"),
        ],
        revoked: Vec::new(),
    };
    directory.sign(&[&key("root1"), &key("root3")])
}

/// An event's text is written out here, not by the domain's types: it must stay as it is for ever.
fn event(minute: u32, base: &str, kind: &str, data: &str, parts: &str) -> SignedEvent {
    let org = org();
    let what = format!(r#""kind":"{kind}","subject":"{MEETING}","base":[{base}],"#);
    let when = format!(r#""hlc":"2026-11-23T03:{minute:02}:00.000Z-0000","#);
    let who = r#""actor":"王某","office":"大区经理/华东","#;
    let body = format!(r#"{{"v":1,"org":"{org}",{what}{when}{who}"data":{data}{parts}}}"#);
    sign_event(body, &key("east")).unwrap()
}

fn segment(seq: u64, prev: Option<String>, made: &str, events: Vec<SignedEvent>) -> Segment {
    Segment {
        v: 1,
        org: org(),
        log: LogId {
            key: key("east").public().key_id(),
            inc: "4f9c1a7be2d03358".to_owned(),
            aud: HEADQUARTERS.to_owned(),
        },
        seq,
        prev,
        made: made.to_owned(),
        min_reader: None,
        events,
    }
}

fn bundle(lines: &[&Envelope]) -> Vec<u8> {
    lines.iter().fold(String::new(), |text, line| text + &line.to_line() + "\n").into_bytes()
}

/// The same text about another place, as a forger would have it.
fn moved(text: &str) -> String {
    text.replace("青禾", "白石")
}

/// Every file with its bytes, all from fixed seeds and fixed times.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let east = key("east");
    let part = PartLine::new(TEXT.as_bytes().to_vec(), &mut Salt).unwrap();
    let planned = concat!(
        r#"{"number":"HY-EC-26-A-001","kind":"coordination","title":"青禾园区管道工程协调会","#,
        r#""place":"上海","start":"2026-11-25T01:00:00Z","chair":"王某","recorder":"李某","#,
        r#""participants":["F1","F2"]}"#,
    );
    let noticed = r#"{"sent_at":"2026-11-23T03:02:00Z","channel":"邮件"}"#;
    let saved = format!(r#"{{"version":1,"characters":{}}}"#, TEXT.chars().count());
    let (size, hash) = (TEXT.len(), &part.hash);
    let parts = format!(r#","parts":[{{"name":"text","class":3,"size":{size},"hash":"{hash}"}}]"#);
    let base = |event: &SignedEvent| format!("\"{}\"", event.id());
    let e1 = event(1, "", "meeting.planned", planned, "");
    let e2 = event(2, &base(&e1), "meeting.noticed", noticed, "");
    let e3 = event(3, &base(&e2), "minutes.saved", &saved, &parts);

    let directory = directory();
    let (early, late) = ("2026-11-23T03:05:00Z", "2026-11-23T09:00:00Z");
    let link = segment(1, None, early, vec![e1.clone(), e2.clone()]);
    let s1 = link.sign(&east);
    let s2 = segment(2, Some(s1.id()), late, vec![e3]).sign(&east);
    let p = part.to_envelope();
    let have = Have { log: link.log.clone(), tips: vec![(2, s2.id())] };
    let st = Status {
        v: 1,
        org: org(),
        from: link.log.key.clone(),
        inc: link.log.inc.clone(),
        old: Vec::new(),
        to: HEADQUARTERS.to_owned(),
        made: "2026-11-23T09:00:01Z".to_owned(),
        app: "daqu 0.1.0".to_owned(),
        directory: (1, directory.id()),
        have: vec![have],
        want: Vec::new(),
    };
    let st = st.sign(&east);
    let d = &directory;
    let sample = bundle(&[d, &s1, &s2, &p, &st]);

    let mut edited = s1.clone();
    edited.payload = moved(&String::from_utf8(edited.payload).unwrap()).into_bytes();
    let swapped = Envelope { payload_type: STATUS.to_owned(), ..s1.clone() };
    let mut one = directory.clone();
    one.signatures.truncate(1);
    let mut twice = one.clone();
    twice.signatures.push(one.signatures[0].clone());
    let mut truncated = bundle(&[d, &s1]);
    truncated.extend_from_slice(&s2.to_line().as_bytes()[..400]);
    let other = segment(2, Some(s1.id()), late, Vec::new()).sign(&east);
    let stranger = key("stranger");
    let mut strange = segment(1, None, early, Vec::new());
    strange.log.key = stranger.public().key_id();
    let strange = strange.sign(&stranger);
    let forged = SignedEvent { body: moved(&e1.body), ..e1 };
    let forged = segment(1, None, early, vec![forged, e2]).sign(&east);
    let stray = PartLine::new("没有事件提到的附件".into(), &mut Salt).unwrap().to_envelope();
    let crlf = String::from_utf8(sample.clone()).unwrap().replace('\n', "\r\n").into_bytes();
    let bom = [b"\xef\xbb\xbf".as_slice(), sample.as_slice()].concat();
    vec![
        ("bad-edited.daqu", bundle(&[d, &edited, &s2, &p, &st])),
        ("bad-type-swap.daqu", bundle(&[d, &swapped, &s2, &p, &st])),
        ("bad-root-1of3.daqu", bundle(&[&one, &s1, &s2, &p, &st])),
        ("bad-root-dup-sig.daqu", bundle(&[&twice, &s1, &s2, &p, &st])),
        ("bad-gap.daqu", bundle(&[d, &s2, &p, &st])),
        ("bad-truncated.daqu", truncated),
        ("bad-fork.daqu", bundle(&[d, &s1, &s2, &other, &p, &st])),
        ("bad-unknown-key.daqu", bundle(&[d, &strange, &st])),
        ("bad-forged-event.daqu", bundle(&[d, &forged, &st])),
        ("bad-stray-part.daqu", bundle(&[d, &s1, &s2, &p, &stray, &st])),
        ("crlf.daqu", crlf),
        ("bom.daqu", bom),
        ("roots.txt", root().told().into_bytes()),
        ("sample.daqu", sample),
    ]
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sync")
}

fn fixture(name: &str) -> Vec<u8> {
    let path = fixtures().join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Compares every file with what the library writes now. With `DAQU_WRITE_VECTORS=1` it writes the
/// files first; run this test alone then, because its neighbours read them:
/// `DAQU_WRITE_VECTORS=1 cargo test --test main vectors_are_what_the_library_writes`.
#[test]
fn vectors_are_what_the_library_writes() {
    let writes = std::env::var("DAQU_WRITE_VECTORS").is_ok_and(|value| value == "1");
    if writes {
        std::fs::create_dir_all(fixtures()).unwrap();
    }
    for (name, bytes) in files() {
        if writes {
            std::fs::write(fixtures().join(name), &bytes).unwrap();
        }
        assert!(fixture(name) == bytes, "{name} is not what the library writes");
    }
}

#[test]
fn what_is_told_of_the_root_keys_hashes_to_the_organisation() {
    let told = fixture("roots.txt");
    assert_eq!(String::from_utf8_lossy(&told), root().told());
    let hash = Sha256::digest(&told);
    let id: String = hash[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(id, "b2c3a847a6719b418fe9887b3d9bc082");
    assert_eq!(id, org());
}

/// Reads a bundle from nothing but the organisation's digits, and says what becomes of each line.
#[derive(Default)]
struct Judge {
    trusted: Option<TrustedDirectory>,
    links: Vec<(LogId, u64, String)>,
    parts: BTreeSet<String>,
}

fn judge(bytes: &[u8]) -> Vec<String> {
    let mut judge = Judge::default();
    let verdict = |(_, line): (usize, Result<Line, LineFault>)| match line {
        Ok(line) => judge.line(&line),
        Err(LineFault::Truncated) => "truncated".to_owned(),
        Err(fault) => fault.to_string(),
    };
    read_lines(bytes).map(verdict).collect()
}

impl Judge {
    fn line(&mut self, line: &Line) -> String {
        if let Line::Directory(envelope) = line {
            return self.directory(envelope);
        }
        let Some(trusted) = &self.trusted else { return "no directory".to_owned() };
        match line {
            Line::Segment(envelope) => match VerifiedSegment::from_envelope(envelope, trusted) {
                Ok(verified) => self.segment(&verified),
                Err(refusal) => named(&refusal),
            },
            Line::Part(envelope) => match PartLine::from_envelope(envelope) {
                Ok(part) if self.parts.contains(&part.hash) => "part".to_owned(),
                Ok(_) => "stray part".to_owned(),
                Err(refusal) => named(&refusal),
            },
            Line::Status(envelope) => match Status::from_envelope(envelope, trusted) {
                Ok(_) => "status".to_owned(),
                Err(refusal) => named(&refusal),
            },
            other => format!("unexpected {}", other.envelope().payload_type),
        }
    }

    fn directory(&mut self, envelope: &Envelope) -> String {
        match verify_genesis(envelope, ORG_FINGERPRINT) {
            Ok(trusted) => {
                let version = trusted.version;
                self.trusted = Some(trusted);
                format!("directory {version}")
            }
            Err(DirectoryFault::TooFewSignatures { valid, needed, .. }) => {
                format!("{valid} of {needed} root signatures")
            }
            Err(fault) => fault.to_string(),
        }
    }

    fn segment(&mut self, verified: &VerifiedSegment) -> String {
        let Segment { log, seq, prev, events, .. } = &verified.segment;
        for (_, event) in verified.accepted() {
            let (body, _) = Body::read(&event.body).unwrap();
            self.parts.extend(body.parts.into_iter().map(|part| part.hash));
        }
        let follows = prev.as_ref().is_none_or(|prev| {
            self.links.iter().any(|(l, n, id)| l == log && n + 1 == *seq && id == prev)
        });
        if !follows {
            return format!("segment {seq}: gap");
        }
        let forks = self.links.iter().any(|(l, n, id)| l == log && n == seq && *id != verified.id);
        self.links.push((log.clone(), *seq, verified.id.clone()));
        if forks {
            return format!("segment {seq}: fork");
        }
        let (sound, all) = (verified.accepted().count(), events.len());
        let mut said = format!("segment {seq}: {sound} of {all} events");
        for (place, verdict) in verified.verdicts.iter().enumerate() {
            match verdict {
                Ok(_) => {}
                Err(EventFault::BadSignature { .. }) => {
                    said += &format!(", event {} altered", place + 1);
                }
                Err(fault) => said += &format!(", {fault}"),
            }
        }
        said
    }
}

fn named(refusal: &Refusal) -> String {
    match refusal {
        Refusal::BadSignature { .. } => "signature".to_owned(),
        Refusal::UnknownKey { .. } => "unknown key".to_owned(),
        other => other.to_string(),
    }
}

const D: &str = "directory 1";
const S1: &str = "segment 1: 2 of 2 events";
const S2: &str = "segment 2: 1 of 1 events";
const GAP: &str = "segment 2: gap";
const ROOT: &str = "1 of 2 root signatures";
const NONE: &str = "no directory";

const VERDICTS: &[(&str, &[&str])] = &[
    ("sample.daqu", &[D, S1, S2, "part", "status"]),
    ("crlf.daqu", &[D, S1, S2, "part", "status"]),
    ("bom.daqu", &[D, S1, S2, "part", "status"]),
    ("bad-edited.daqu", &[D, "signature", GAP, "part", "status"]),
    ("bad-type-swap.daqu", &[D, "signature", GAP, "part", "status"]),
    ("bad-root-1of3.daqu", &[ROOT, NONE, NONE, NONE, NONE]),
    ("bad-root-dup-sig.daqu", &[ROOT, NONE, NONE, NONE, NONE]),
    ("bad-gap.daqu", &[D, GAP, "part", "status"]),
    ("bad-truncated.daqu", &[D, S1, "truncated"]),
    ("bad-fork.daqu", &[D, S1, S2, "segment 2: fork", "part", "status"]),
    ("bad-unknown-key.daqu", &[D, "unknown key", "status"]),
    ("bad-forged-event.daqu", &[D, "segment 1: 1 of 2 events, event 1 altered", "status"]),
    ("bad-stray-part.daqu", &[D, S1, S2, "part", "stray part", "status"]),
];

#[test]
fn every_vector_gets_its_verdict_line_by_line() {
    for (name, verdicts) in VERDICTS {
        assert_eq!(judge(&fixture(name)), *verdicts, "{name}");
    }
    assert_eq!(VERDICTS.len() + 1, files().len(), "every file but roots.txt is judged");
}

#[test]
fn this_version_understands_the_events_and_would_write_them_alike() {
    let sample = fixture("sample.daqu");
    let segments = read_lines(&sample).filter_map(|(_, line)| match line.unwrap() {
        Line::Segment(envelope) => Some(payload::<Segment>(&envelope)),
        _ => None,
    });
    let events: Vec<SignedEvent> = segments.flat_map(|segment| segment.events).collect();
    assert_eq!(events.len(), 3);
    for event in events {
        let (body, _) = Body::read(&event.body).unwrap();
        let fact = Fact::read(&body.kind, &body.data);
        assert!(!matches!(fact, Fact::Unknown { .. }), "{}", event.body);
        assert_eq!(fact.data().unwrap().get(), body.data.get());
        assert_eq!(serde_json::to_string(&body).unwrap(), event.body);
    }
}

fn payload<T: serde::de::DeserializeOwned>(envelope: &Envelope) -> T {
    serde_json::from_slice(&envelope.payload).unwrap()
}

/// The specification's folder, where this checkout stands beside it.
fn specification() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/sync");
    let found = folder.join("vectors/sample.daqu").is_file();
    if !found {
        println!("skipped: no ../shared/sync");
    }
    found.then_some(folder)
}

/// Those files are older than `prev`, letters and age recipients in directories: such fields are
/// defaulted, and the rest is read as it stands.
#[test]
fn the_specifications_own_file_is_read_and_its_organisation_refused() {
    let Some(folder) = specification() else { return };
    let read = |name: &str| std::fs::read(folder.join("vectors").join(name)).unwrap();
    let sample = read("sample.daqu");
    let lines = read_lines(&sample).map(|(_, line)| line.unwrap().envelope().clone());
    let lines: Vec<Envelope> = lines.collect();
    let ids = [DIRECTORY, SEGMENT, SEGMENT, STATUS].into_iter().zip(&lines);
    let ids: Vec<String> = ids.map(|(kind, line)| content_id(kind, &line.payload)).collect();
    assert_eq!(ids, lines.iter().map(Envelope::id).collect::<Vec<_>>());
    let (second, status): (Segment, Status) = (payload(&lines[2]), payload(&lines[3]));
    assert_eq!(second.prev.as_ref(), Some(&ids[1]));
    assert_eq!(status.have[0].tips, [(2, ids[2].clone())]);
    assert_eq!(status.directory, (1, ids[0].clone()));
    let desks = payload::<Directory>(&lines[0]).desks;
    assert!(desks.iter().all(|desk| desk.age.is_none() && desk.state == DeskState::Active));

    // Their organisation is the hash of the keys alone, which said nothing of the threshold.
    assert!(judge(&sample).iter().all(|verdict| verdict == NONE || verdict.contains("threshold")));
}

/// bash, jq, openssl and xxd alone come to the same verdicts, without a line of this program.
#[test]
fn another_program_verifies_what_this_one_writes() {
    let Some(folder) = specification() else { return };
    let tools = "command -v jq && command -v openssl && command -v xxd && command -v base64";
    let mut asked = Command::new("bash");
    asked.args(["-c", tools]).stdout(Stdio::null()).stderr(Stdio::null());
    if !asked.status().is_ok_and(|status| status.success()) {
        println!("skipped: bash, jq, openssl, xxd and base64 are not all there");
        return;
    }
    let script = folder.join("verify_daqu.sh");
    let here = tempfile::tempdir().unwrap();
    let bare = ROOTS.map(|name| key(name).public().to_hex() + "\n").concat();
    std::fs::write(here.path().join("roots.txt"), bare).unwrap();
    let verify = |name: &str| {
        let mut run = Command::new("bash");
        run.arg(&script).arg(fixtures().join(name)).arg(here.path().join("roots.txt"));
        let output = run.output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (well, said) = verify("sample.daqu");
    assert!(well, "{said}");
    let wanted = ["directory v1 ok (2 root", "segment 1 ok, 2/2", "segment 2 ok, 1/1", "status ok"];
    for sentence in wanted {
        assert!(said.contains(sentence), "{said}");
    }
    for (name, verdicts) in VERDICTS.iter().filter(|(name, _)| name.starts_with("bad-")) {
        // the script knows nothing of parts and keeps them unread
        let (well, said) = verify(name);
        assert_eq!(well, verdicts.contains(&"stray part"), "{name}\n{said}");
    }
}
