//! Reads a trace of system calls for one promise: no answer of success before the flush that makes it durable.
//!
//! The trace is what [`STRACE`] writes. Every 200 written to a socket must have, between the reading of its request
//! on that socket and the writing, a flush of the write-ahead log that began after the request was read and came
//! back before the answer left. Where requests come one at a time, more can be said: after the last write to the
//! log there was a flush, so nothing of what was answered for was still on its way.
//!
//! SQLite with `synchronous=NORMAL` flushes at checkpoints only, and fails both.

use std::collections::HashMap;

/// How the program is to be traced, up to the name of the trace's file and the program. The tracer is the
/// program's grandchild (`-D`), so that the harness's child is the program itself.
pub const STRACE: &[&str] = &[
    "strace",
    "-D",
    "-f",
    "-y",
    "-s",
    "24",
    "-e",
    "trace=fsync,fdatasync,pwrite64,read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg",
    "-e",
    "signal=none",
    "-o",
];

/// What was found in a trace.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FlushOrder {
    /// How many answers of success there were.
    pub answers: usize,
    /// How many flushes of the log came back.
    pub flushes: usize,
    /// The lines of answers that left before their flush.
    pub too_early: Vec<String>,
    /// The lines of answers that left while something written to the log was not flushed yet. This says nothing
    /// where requests overlap: then it may be another's.
    pub with_log_unflushed: Vec<String>,
}

/// Reads a trace.
pub fn read(trace: &str) -> FlushOrder {
    let mut found = FlushOrder::default();
    // Line numbers are the clock. By socket: when its last request was read. By process: what it has begun.
    let mut request_read: HashMap<String, usize> = HashMap::new();
    let mut begun: HashMap<&str, (usize, &str)> = HashMap::new();
    let mut last_flush: Option<Flush> = None;
    let mut log_written = 0;

    for (now, line) in trace.lines().enumerate() {
        let Some((process, event)) = line.split_once(' ') else {
            continue;
        };
        let event = event.trim_start();

        // A call that another's line interrupted is told in two: its beginning, with the arguments known then, and
        // its end.
        let (began, call, ended) = if let Some(call) = event.strip_suffix("<unfinished ...>") {
            begun.insert(process, (now, call));
            (now, call, false)
        } else if event.starts_with("<... ") {
            let Some((began, call)) = begun.remove(process) else {
                continue;
            };
            (began, call, true)
        } else {
            (now, event, true)
        };
        let Some((name, arguments)) = call.split_once('(') else {
            continue;
        };
        let Some(file) = first_file(arguments) else {
            continue;
        };
        let failed = ended && event.contains(" = -1 ");

        match name {
            // The bytes are shown at the call's end.
            "read" | "readv" | "recvfrom" | "recvmsg"
                if ended && !failed && is_socket(&file) && event.contains("\"POST /") =>
            {
                request_read.insert(file, now);
            }
            "pwrite64" | "write" if file.contains("-wal>") => log_written = now,
            "fsync" | "fdatasync" if ended && !failed && file.contains("-wal>") => {
                found.flushes += 1;
                last_flush = Some(Flush { began, ended: now });
            }
            // An answer leaves when its call begins.
            "write" | "writev" | "sendto" | "sendmsg"
                if began == now && is_socket(&file) && call.contains("\"HTTP/1.1 200") =>
            {
                found.answers += 1;
                let request_read = request_read.get(&file).copied();
                let flush = last_flush.filter(|flush| request_read.is_some_and(|read| flush.began > read));
                if flush.is_none() {
                    found.too_early.push(line.to_owned());
                }
                if last_flush.is_none_or(|flush| flush.began < log_written || flush.ended > now) {
                    found.with_log_unflushed.push(line.to_owned());
                }
            }
            _ => {}
        }
    }
    found
}

#[derive(Debug, Clone, Copy)]
struct Flush {
    began: usize,
    ended: usize,
}

/// The descriptor and file that a call's arguments begin with: `9<socket:[81]>` in `9<socket:[81]>, "HTTP…`. For
/// `sendmsg` and `writev` too it comes first.
fn first_file(arguments: &str) -> Option<String> {
    let end = arguments.find('>')?;
    let file = arguments.get(..=end)?;
    file.starts_with(|digit: char| digit.is_ascii_digit())
        .then(|| file.to_owned())
}

fn is_socket(file: &str) -> bool {
    file.contains("<socket:") || file.contains("<TCP")
}

#[cfg(test)]
mod tests {
    use super::*;

    const READ: &str =
        r#"7 recvfrom(9<socket:[81]>, "POST /in/k7f3 HTTP/1.1"..., 8192, 0, NULL, NULL) = 230"#;
    const LOG: &str = r#"8 pwrite64(5<recado.db-wal>, "\0\0"..., 4096, 32) = 4096"#;
    const FLUSH: &str = "8 fdatasync(5<recado.db-wal>) = 0";
    const ANSWER: &str =
        r#"7 writev(9<socket:[81]>, [{iov_base="HTTP/1.1 200 OK\r\nconten"..., iov_len=120}], 1) = 120"#;

    fn found(lines: &[&str]) -> FlushOrder {
        read(&lines.join("\n"))
    }

    #[test]
    fn an_answer_after_its_flush_is_in_order() {
        let order = found(&[READ, LOG, FLUSH, ANSWER]);
        assert_eq!(
            order,
            FlushOrder {
                answers: 1,
                flushes: 1,
                ..FlushOrder::default()
            }
        );
    }

    #[test]
    fn an_answer_without_a_flush_is_too_early() {
        // What `synchronous=NORMAL` does: a flush once, at some checkpoint, and none for this request.
        let order = found(&[FLUSH, READ, LOG, ANSWER]);
        assert_eq!(order.too_early, [ANSWER]);
        assert_eq!(order.with_log_unflushed, [ANSWER]);
    }

    #[test]
    fn an_answer_before_its_flush_is_too_early() {
        assert_eq!(found(&[READ, LOG, ANSWER, FLUSH]).too_early, [ANSWER]);
    }

    #[test]
    fn a_flush_that_began_before_the_request_was_read_is_not_its_own() {
        let order = found(&[
            "8 fdatasync(5<recado.db-wal> <unfinished ...>",
            READ,
            "8 <... fdatasync resumed>) = 0",
            ANSWER,
        ]);
        assert_eq!(order.too_early, [ANSWER]);
    }

    #[test]
    fn a_flush_that_failed_or_has_not_come_back_is_none() {
        let failed = "8 fdatasync(5<recado.db-wal>) = -1 EIO (Input/output error)";
        assert_eq!(found(&[READ, LOG, failed, ANSWER]).too_early, [ANSWER]);
        let on_its_way = "8 fdatasync(5<recado.db-wal> <unfinished ...>";
        let back = "8 <... fdatasync resumed>) = 0";
        assert_eq!(found(&[READ, LOG, on_its_way, ANSWER, back]).too_early, [ANSWER]);
    }

    #[test]
    fn a_flush_of_another_file_does_not_count() {
        let other = "8 fsync(6<recado.db>) = 0";
        assert_eq!(found(&[READ, LOG, other, ANSWER]).too_early, [ANSWER]);
    }

    #[test]
    fn something_written_to_the_log_after_the_flush_is_noticed() {
        let order = found(&[READ, LOG, FLUSH, LOG, ANSWER]);
        assert_eq!(order.too_early, [""; 0]);
        assert_eq!(order.with_log_unflushed, [ANSWER]);
    }

    #[test]
    fn a_request_whose_reading_was_interrupted_is_still_seen() {
        let order = found(&[
            r#"7 recvfrom(9<socket:[81]>,  <unfinished ...>"#,
            FLUSH,
            r#"7 <... recvfrom resumed>"POST /in/k7f3 HTTP/1.1"..., 8192, 0, NULL, NULL) = 230"#,
            ANSWER,
        ]);
        assert_eq!(order.too_early, [ANSWER]);
    }
}
