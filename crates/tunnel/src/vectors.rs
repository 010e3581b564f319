//! The bytes of the protocol as committed in `crates/tunnel/vectors`: what is on the wire may only change with its
//! version. `RECADO_WRITE_VECTORS=1 cargo test -p recado-tunnel` writes them anew.

use std::path::PathBuf;

use data_encoding::HEXLOWER;

/// Compares bytes with the committed file of that name: hexadecimal digits, 64 a line.
pub(crate) fn check(name: &str, bytes: &[u8]) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("vectors")
        .join(format!("{name}.hex"));
    let mut written = String::new();
    for line in bytes.chunks(32) {
        written.push_str(&HEXLOWER.encode(line));
        written.push('\n');
    }
    if std::env::var_os("RECADO_WRITE_VECTORS").is_some() {
        std::fs::write(&file, &written).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap();
    assert_eq!(written, committed, "{}", file.display());
}
