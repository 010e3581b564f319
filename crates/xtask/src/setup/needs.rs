//! What each kind of task needs. The packages are Debian's.

use super::{Sign, Tool};

const fn program(program: &'static str, packages: &'static [&'static str], why: &'static str) -> Tool {
    Tool {
        sign: Sign::Program(program),
        why,
        packages,
    }
}

/// What the window is built with and runs on. Windows and macOS bring theirs along.
pub(crate) const FOR_WINDOW: &[Tool] = if cfg!(target_os = "linux") {
    &[
        program("pkg-config", &["pkg-config"], "finds the libraries to build with"),
        Tool {
            sign: Sign::Library("webkit2gtk-4.1"),
            why: "shows the board",
            packages: &["libwebkit2gtk-4.1-dev"],
        },
    ]
} else {
    &[]
};

/// What the tests call on Linux; on other systems the tests that need these are not compiled.
pub(crate) const FOR_TESTS: &[Tool] = if cfg!(target_os = "linux") {
    &[
        program(
            "strace",
            &["strace"],
            "shows that every answer leaves after its flush to the disk",
        ),
        program(
            "unshare",
            &["util-linux"],
            "gives a test its own mounts, for the full disk and the read-only folder",
        ),
        program(
            "prlimit",
            &["util-linux"],
            "runs the program on a machine that allows few open files",
        ),
        program(
            "mount",
            &["mount"],
            "makes the small disk that fills up and the read-only folder",
        ),
    ]
} else {
    &[]
};

/// What a test does without where only Debian and its kin have a package of it.
pub(crate) const FOR_TESTS_ON_DEBIAN: &[Tool] = &[program(
    "pebble",
    &["pebble"],
    "is the authority from which a relay gets its certificate",
)];

/// A desktop for the tests of the window, and a browser for those of the page.
pub(crate) const DESKTOP_TESTS: &[Tool] = if cfg!(target_os = "linux") {
    &[
        program("Xvfb", &["xvfb"], "is a screen without a monitor"),
        program("xvfb-run", &["xvfb", "xauth"], "starts a program on that screen"),
        program(
            "WebKitWebDriver",
            &["webkit2gtk-driver"],
            "moves the window's page",
        ),
        program("dbus-daemon", &["dbus"], "is a session bus of the test's own"),
        program(
            "gnome-keyring-daemon",
            &["gnome-keyring"],
            "keeps the secrets of a test",
        ),
        program(
            "dbus-launch",
            &["dbus-x11"],
            "starts one for the web view's helpers",
        ),
        program("dunst", &["dunst"], "shows notifications"),
        program("xdotool", &["xdotool"], "types and clicks where no page listens"),
        program("import", &["imagemagick"], "takes pictures of the screen"),
        program("chromium", &["chromium"], "runs the page on invented data"),
        program("fc-match", &["fontconfig"], "knows the fonts"),
        Tool {
            sign: Sign::Font("DejaVu Sans"),
            why: "writes what the bundled font cannot",
            packages: &["fonts-dejavu-core"],
        },
    ]
} else {
    &[]
};

/// The compiler for Windows: SQLite is C, so that even a check needs it.
pub(crate) const WINDOWS_COMPILER: &[Tool] = &[program(
    "x86_64-w64-mingw32-gcc",
    &["gcc-mingw-w64-x86-64"],
    "compiles SQLite for Windows",
)];

/// The compiler for a relay without libraries: SQLite and the cryptography are C.
pub(crate) const FOR_RELAY: &[Tool] = &[program(
    "musl-gcc",
    &["musl-tools"],
    "compiles the relay into one file that runs on any Linux",
)];

/// Runs recado.exe.
pub(crate) const WINE: &[Tool] = &[program("wine", &["wine64", "wine"], "runs recado.exe")];

/// What the benchmark compares with.
pub(crate) const FOR_BENCH: &[Tool] = &[program(
    "webhook",
    &["webhook"],
    "is the program that Recado's receiver is measured beside",
)];
