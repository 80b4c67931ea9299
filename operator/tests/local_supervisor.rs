//! What the supervisor promises about its processes, with a stand-in for nodes: it formats directories, says that it is
//! ready, and ends when its standard input does.
//!
//! The stand-in is this very program, started by a script with [`AS_NODE`] in its environment.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const AS_NODE: &str = "FERRYMAN_TEST_AS_NODE";
const FERRYMAN: &str = env!("CARGO_BIN_EXE_ferryman");

/// Not a test: what runs where a node should.
#[test]
fn stand_in() {
    let Ok(arguments) = std::env::var(AS_NODE) else { return };
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let after = |flag: &str| arguments[arguments.iter().position(|a| *a == flag).unwrap() + 1];
    let properties = fs::read_to_string(after("--config")).unwrap();
    let property = |key: &str| {
        let line = properties.lines().find_map(|line| line.strip_prefix(&format!("{key}=")));
        line.unwrap_or_else(|| panic!("{key} is not set")).to_owned()
    };
    if arguments[0] == "format" {
        assert!(arguments.contains(&"--no-initial-controllers") && arguments.contains(&"--ignore-formatted"));
        for dir in property("log.dirs").split(',') {
            let id = format!("{:0>22}", property("node.id"));
            let meta = format!(
                "version=1\ncluster.id={}\nnode.id={}\ndirectory.id={id}\n",
                after("--cluster-id"),
                property("node.id")
            );
            fs::write(Path::new(dir).join("meta.properties"), meta).unwrap();
        }
    } else {
        assert!(arguments.contains(&"--stop-when-stdin-closes"));
        if Path::new(&property("log.dirs")).join("ends-at-once").exists() {
            eprintln!("the stand-in ends at once");
            std::process::exit(3);
        }
        let http = TcpListener::bind(property("ferryman.http.listener")).unwrap();
        std::thread::spawn(move || {
            for socket in http.incoming().flatten() {
                let mut socket = socket;
                let mut request = [0; 256];
                let _ = socket.read(&mut request);
                let _ = socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
            }
        });
        let _ = std::io::stdin().read(&mut [0; 1]);
    }
    std::process::exit(0);
}

/// A cluster of stand-ins, and whatever supervises it.
struct Place {
    dir: tempfile::TempDir,
    supervisors: Vec<Child>,
}

impl Drop for Place {
    fn drop(&mut self) {
        for supervisor in &mut self.supervisors {
            let _ = supervisor.kill();
            let _ = supervisor.wait();
        }
    }
}

impl Place {
    fn new() -> Place {
        let dir = tempfile::tempdir().unwrap();
        let script = format!(
            "#!/bin/sh\n{AS_NODE}=\"$*\" exec {} --exact stand_in --nocapture\n",
            std::env::current_exe().unwrap().display()
        );
        let program = dir.path().join("node");
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let place = Place { dir, supervisors: Vec::new() };
        place.write_manifest(free_port(), "");
        place
    }

    fn manifest(&self) -> PathBuf {
        self.dir.path().join("demo.yaml")
    }

    fn write_manifest(&self, port: u16, more: &str) {
        let text = format!(
            "apiVersion: ferryman.dev/v1alpha1\nkind: KafkaCluster\nmetadata: {{name: demo}}\nspec:\n  \
             controllers: {{replicas: 1}}\n  brokers: {{replicas: 2}}\n  listeners: [{{name: internal, port: {port}}}]\n{more}"
        );
        fs::write(self.manifest(), text).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(FERRYMAN);
        command
            .args(arguments)
            .current_dir(self.dir.path())
            .env("FERRYMAN_BROKER", self.dir.path().join("node"));
        command.env_remove("FERRYMAN_DATA_ROOT").stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let done = self.command(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (done.status.code().unwrap_or(-1), text(&done.stdout), text(&done.stderr))
    }

    fn up(&mut self) {
        let out = fs::File::options().create(true).append(true).open(self.dir.path().join("up.log")).unwrap();
        let mut command = self.command(&["up", "demo.yaml"]);
        self.supervisors.push(command.stdout(out.try_clone().unwrap()).stderr(out).spawn().unwrap());
    }

    fn status(&self) -> Option<Value> {
        let (code, out, _) = self.run(&["status", "demo", "-o", "json"]);
        (code == 0).then(|| serde_json::from_str(&out).unwrap())
    }

    fn pid(&self, node: i64) -> Option<u64> {
        let status = self.status()?;
        let nodes = status["nodes"].as_array()?;
        let node = nodes.iter().find(|n| n["id"] == node)?;
        node["pid"].as_u64().filter(|_| node["ready"] == true)
    }

    fn pids(&self) -> Option<Vec<u64>> {
        [0, 1, 9000].iter().map(|node| self.pid(*node)).collect()
    }

    fn until<T>(&self, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            if let Some(found) = look() {
                return found;
            }
            let said = || fs::read_to_string(self.dir.path().join("up.log")).unwrap_or_default();
            assert!(Instant::now() < deadline, "{what}: not in time\n{:#?}\n{}", self.status(), said());
            std::thread::yield_now();
        }
    }
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

fn lives(pid: u64) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

fn kill(pid: u64) {
    let pid = rustix::process::Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
}

#[test]
fn a_node_that_is_killed_is_started_again_and_one_that_is_stopped_stays_down() {
    let mut place = Place::new();
    place.up();
    let pids = place.until("all nodes ready", || place.pids());
    kill(pids[0]);
    let again = place.until("node 0 again", || place.pid(0).filter(|pid| *pid != pids[0]));
    assert!(lives(again));
    assert_eq!(place.run(&["node", "stop", "demo", "0"]).0, 0);
    assert!(!lives(again), "it has ended when the command returns");
    kill(pids[1]);
    place.until("node 1 again", || place.pid(1).filter(|pid| *pid != pids[1]));
    assert_eq!(place.pid(0), None, "it stays down while others are started");
    assert_eq!(place.run(&["node", "start", "demo", "0"]).0, 0);
    place.until("node 0 once more", || place.pid(0));
    let (code, _, said) = place.run(&["node", "stop", "demo", "77"]);
    assert!(code == 1 && said.contains("no node 77"), "{said}");
}

#[test]
fn nodes_end_when_their_supervisor_is_killed_and_the_next_one_takes_over() {
    let mut place = Place::new();
    place.up();
    let pids = place.until("all nodes ready", || place.pids());
    let cluster = place.status().unwrap()["clusterId"].clone();
    place.supervisors[0].kill().unwrap();
    place.supervisors[0].wait().unwrap();
    place.up();
    let after = place.until("all nodes ready again", || place.pids());
    assert!(pids.iter().all(|pid| !lives(*pid) && !after.contains(pid)));
    assert_eq!(place.status().unwrap()["clusterId"], cluster);
}

#[test]
fn a_second_supervisor_is_refused_and_told_who_the_first_is() {
    let mut place = Place::new();
    place.up();
    let pids = place.until("all nodes ready", || place.pids());
    let first = place.supervisors[0].id().to_string();
    let (code, _, said) = place.run(&["up", "demo.yaml"]);
    assert!(code == 1 && said.contains(&first) && said.contains("demo"), "{said}");
    let (code, _, said) = place.run(&["up", "demo.yaml", "--detach"]);
    assert!(code == 1 && said.contains(&first), "{said}");
    assert_eq!(place.pids(), Some(pids), "the nodes are the same processes");
}

#[test]
fn down_stops_everything_and_keeps_the_data_until_told_otherwise() {
    let mut place = Place::new();
    place.up();
    let pids = place.until("all nodes ready", || place.pids());
    let (code, said, _) = place.run(&["down", "demo"]);
    assert!(code == 0 && said.contains("has stopped"), "{said}");
    assert!(pids.iter().all(|pid| !lives(*pid)));
    let root = place.dir.path().join(".ferryman/demo");
    assert!(root.join("nodes/9000/d0/meta.properties").is_file());
    let (code, _, said) = place.run(&["status", "demo"]);
    assert!(code == 1 && said.contains("demo does not run"), "{said}");
    assert_eq!(place.run(&["down", "demo", "--delete-data"]).0, 0);
    assert!(!root.exists());
    let (code, _, said) = place.run(&["down", "demo"]);
    assert!(code == 1 && said.contains("no cluster demo"), "{said}");
}

#[test]
fn a_signal_ends_the_supervisor_and_its_nodes() {
    let mut place = Place::new();
    place.up();
    let pids = place.until("all nodes ready", || place.pids());
    let pid = rustix::process::Pid::from_raw(i32::try_from(place.supervisors[0].id()).unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    assert!(place.supervisors[0].wait().unwrap().success());
    assert!(pids.iter().all(|pid| !lives(*pid)));
    let said = fs::read_to_string(place.dir.path().join("up.log")).unwrap();
    assert!(said.contains("demo has stopped"), "{said}");
    assert!(!said.contains('\u{1b}'), "no escape codes where there is no terminal");
}

#[test]
fn an_edited_manifest_is_followed_and_a_bad_one_is_not() {
    let mut place = Place::new();
    let port = free_port();
    place.write_manifest(port, "");
    place.up();
    place.until("all nodes ready", || place.pids());
    place.write_manifest(port, "  brokrs: {}\n");
    place.until("the sentence", || {
        let said = fs::read_to_string(place.dir.path().join("up.log")).unwrap();
        said.contains("there is no field brokrs").then_some(())
    });
    assert_eq!(place.status().unwrap()["phase"], "Invalid");
    place.write_manifest(port, "  pools: [{name: more, replicas: 1, nodeIds: {first: 2000, last: 2009}}]\n");
    place.until("the new node", || place.pid(2000));
}

#[test]
fn what_cannot_be_stored_is_not_acted_on_and_what_runs_goes_on() {
    let mut place = Place::new();
    let port = free_port();
    place.write_manifest(port, "");
    place.up();
    let pids = place.until("all nodes ready", || place.pids());
    let in_the_way = place.dir.path().join(".ferryman/demo/memo.json.tmp");
    fs::create_dir(&in_the_way).unwrap();
    place.write_manifest(port, "  pools: [{name: more, replicas: 1, nodeIds: {first: 2000, last: 2009}}]\n");
    place.until("the sentence", || {
        let said = fs::read_to_string(place.dir.path().join("up.log")).unwrap();
        said.contains("memo.json").then_some(())
    });
    assert_eq!((place.pids(), place.pid(2000)), (Some(pids.clone()), None));
    fs::remove_dir(&in_the_way).unwrap();
    place.until("the new node", || place.pid(2000));
    assert_eq!(place.pids(), Some(pids));
}

#[test]
fn a_taken_port_is_named_with_its_holder_before_anything_is_started() {
    let place = Place::new();
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    place.write_manifest(port, "");
    let (code, _, said) = place.run(&["up", "demo.yaml", "--detach"]);
    assert!(code == 1 && said.contains(&port.to_string()), "{said}");
    assert!(said.contains(&std::process::id().to_string()), "{said}");
    assert_eq!(place.status(), None);
}

#[test]
fn a_node_that_ends_as_soon_as_it_is_started_is_told_with_its_last_words() {
    let mut place = Place::new();
    place.up();
    let pids = place.until("all nodes ready", || place.pids());
    let dir = place.dir.path().join(".ferryman/demo/nodes/1/d0");
    fs::write(dir.join("ends-at-once"), "").unwrap();
    kill(pids[1]);
    let told = place.until("the failure", || {
        let status = place.status()?;
        let text = serde_json::to_string(&status["conditions"]).unwrap();
        text.contains("the stand-in ends at once").then_some(text)
    });
    assert!(told.contains("NodeFailing"), "{told}");
    fs::remove_file(dir.join("ends-at-once")).unwrap();
    place.until("node 1 again", || place.pid(1));
}

#[test]
fn a_plan_says_what_would_be_done_and_does_nothing() {
    let mut place = Place::new();
    let (code, said, _) = place.run(&["plan", "demo.yaml"]);
    assert!(code == 0 && said.contains("brokers: nodes 0 and 1 start"), "{said}");
    assert!(!place.dir.path().join(".ferryman").exists());
    let port = free_port();
    place.write_manifest(port, "");
    place.up();
    place.until("all nodes ready", || place.pids());
    let other = place.dir.path().join("other.yaml");
    let text = fs::read_to_string(place.manifest()).unwrap();
    fs::write(&other, text.replace("brokers: {replicas: 2}", "brokers: {replicas: 3}")).unwrap();
    let (code, said, _) = place.run(&["plan", "other.yaml"]);
    assert!(code == 0 && said.contains("brokers (from 2 to 3): node 2 starts"), "{said}");
}
