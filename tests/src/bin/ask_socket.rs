//! A stranger at the local socket, for the test `strangers`.
//!
//! `ask-socket SOCKET` connects, says `connected`, asks who answers there, and prints what comes back until the
//! program closes the connection. The test starts it under another uid.

#[cfg(unix)]
fn main() {
    use std::{
        env,
        io::{Read as _, Write as _},
        os::unix::net::UnixStream,
    };

    const REQUEST: &[u8] = b"POST /ask HTTP/1.1\r\nHost: recado\r\nContent-Type: application/json\r\n\
        Content-Length: 15\r\nConnection: close\r\n\r\n{\"SayHello\":{}}";

    let socket = env::args_os().nth(1).expect("ask-socket SOCKET");
    let mut stream = UnixStream::connect(socket).expect("the socket's mode lets anybody connect");
    println!("connected");
    // Who is turned away at once may not even get rid of the request.
    let _ = stream.write_all(REQUEST);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    print!("{}", String::from_utf8_lossy(&answer));
}

#[cfg(not(unix))]
fn main() {}
