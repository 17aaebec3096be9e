//! Channels in stores elsewhere, against real servers on this machine: `rclone serve webdav` for WebDAV, `moto_server` for S3. A test
//! whose server is not installed says so and ends.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::story::Story;

/// A server that ends with the test.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts a program that serves a port of its own; `None` where it is not installed.
fn serve(program: &str, args: impl FnOnce(u16) -> Vec<String>) -> Option<Server> {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut command = Command::new(program);
    command.args(args(port)).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(child) = command.spawn() else {
        println!("skipped: no {program}");
        return None;
    };
    let server = Server { child, port };
    let late = Instant::now() + Duration::from_secs(60);
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(Instant::now() < late, "{program} does not answer");
        std::thread::yield_now();
    }
    Some(server)
}

/// Says one line of HTTP without a body, and gives the status line.
fn http(port: u16, request: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let host = format!("Host: 127.0.0.1:{port}\r\nContent-Length: 0\r\nConnection: close");
    write!(stream, "{request} HTTP/1.1\r\n{host}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap_or_default().to_owned()
}

fn sync(story: &Story, home: &str, channel: &str, env: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_daqu"))
        .args(["--home", home, "--lang", "en", "--json", "sync", "--channel", channel])
        .current_dir(story.path())
        .envs(env.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// A conflict goes up and is acknowledged, nothing is written twice, and what was lost there is written again.
fn exchanges(channel: &str, env: &[(&str, &str)], lose: impl FnOnce()) {
    let story = Story::begun();
    story.conflict();
    let ok = |home: &str| -> Value {
        let output = sync(&story, home, channel, env);
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let sent = |said: &Value| said["sent"].as_array().unwrap().len();
    let first = ok("D");
    assert_eq!((sent(&first), &first["taken"]), (1, &0.into()));
    assert!(first["sent"][0].as_str().unwrap().starts_with(channel), "{first}");
    let taken = ok("Q");
    assert_eq!(taken["taken"], 1, "{taken}");
    let cases = story.json(&["--home", "Q", "case", "list", "--json"]);
    assert_eq!(cases.as_array().unwrap().len(), 1);
    let answered = ok("D");
    assert_eq!(answered["taken"], 1, "{answered}");
    assert!(answered["import"]["acknowledged"].as_u64().unwrap() > 0, "{answered}");
    let again = ok("D");
    assert_eq!((sent(&again), &again["taken"]), (0, &0.into()), "nothing is new: {again}");
    lose();
    assert_eq!(sent(&ok("D")), 1, "what was lost is written again");
}

#[test]
fn a_webdav_server_carries_the_exchange_for_who_has_the_password() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap().to_owned();
    let served = |port| {
        let address = format!("127.0.0.1:{port}");
        // What is lost behind its back is not to be remembered by the server.
        let fresh = ["serve", "webdav", &path, "--addr", &address, "--dir-cache-time", "0s"];
        let asks = ["--user", "region", "--pass", "rain-7"];
        fresh.into_iter().chain(asks).map(str::to_owned).collect()
    };
    let Some(server) = serve("rclone", served) else { return };
    let channel = format!("http://127.0.0.1:{}/daqu", server.port);
    let env = [("DAQU_WEBDAV_USER", "region"), ("DAQU_WEBDAV_PASSWORD", "rain-7")];
    std::fs::create_dir(folder.path().join("daqu")).unwrap();
    exchanges(&channel, &env, || {
        std::fs::remove_dir_all(folder.path().join("daqu")).unwrap();
        std::fs::create_dir(folder.path().join("daqu")).unwrap();
    });
    let story = Story::begun();
    let wrong = sync(&story, "D", &channel, &[("DAQU_WEBDAV_USER", "region")]);
    assert!(!wrong.status.success(), "{wrong:?}");
    let inside = format!("http://region:rain-7@127.0.0.1:{}/daqu", server.port);
    let shown = sync(&story, "D", &inside, &[]);
    let said = String::from_utf8_lossy(&shown.stderr);
    assert!(!shown.status.success() && said.contains("environment"), "{said}");
    drop(server);
    let gone = sync(&story, "D", &channel, &env);
    assert!(!gone.status.success(), "{gone:?}");
    story.ok(&["--home", "D", "audit"]);
}

#[test]
fn an_s3_store_carries_the_exchange() {
    let served =
        |port: u16| ["-H", "127.0.0.1", "-p", &port.to_string()].map(str::to_owned).to_vec();
    let Some(server) = serve("moto_server", served) else { return };
    let port = server.port;
    assert!(http(port, "PUT /region").contains("200"));
    let endpoint = format!("http://127.0.0.1:{port}");
    let env = [
        ("AWS_ENDPOINT", &*endpoint),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", "made"),
        ("AWS_SECRET_ACCESS_KEY", "up"),
    ];
    exchanges("s3://region/daqu", &env, || {
        assert!(http(port, "POST /moto-api/reset").contains("200"));
        assert!(http(port, "PUT /region").contains("200"));
    });
}
