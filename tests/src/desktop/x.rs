//! A screen without a monitor, and what can be seen and done on it.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use x11rb::{
    connection::Connection as _,
    protocol::{
        Event,
        xproto::{
            AtomEnum, ClientMessageEvent, ConfigureWindowAux, ConnectionExt as _, CreateWindowAux, EventMask,
            ImageFormat, InputFocus, MapState, StackMode, WindowClass,
        },
    },
    rust_connection::RustConnection,
    wrapper::ConnectionExt as _,
};

use crate::wait;

/// An X server of the test's own. It ends with this value.
#[derive(Debug)]
pub struct Screen {
    server: Child,
    display: String,
    connection: RustConnection,
    root: u32,
}

/// A window on it, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct XWindow(pub u32);

/// Where a window stands, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub x: i32,
    pub y: i32,
    pub width: u32,
    pub height: u32,
}

impl Screen {
    /// As large as a small office's monitor.
    ///
    /// # Panics
    /// Where there is no `Xvfb`.
    pub fn start() -> Self {
        let mut server = super::start(
            Command::new("Xvfb")
                // The server looks for a number nobody has, and says it here.
                .args(["-displayfd", "1"])
                .args(["-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"])
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        );
        let mut number = String::new();
        BufReader::new(server.stdout.take().expect("piped"))
            .read_line(&mut number)
            .expect("the X server says its number");
        let number = number.trim();
        assert!(!number.is_empty(), "the X server ended without saying its number");
        let display = format!(":{number}");
        let (connection, screen) =
            x11rb::connect(Some(&display)).expect("an X server that said its number takes connections");
        let root = connection.setup().roots[screen].root;
        Self {
            server,
            display,
            connection,
            root,
        }
    }

    /// For `DISPLAY`.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// As the monitor breaks: the server and with it all windows are gone.
    pub fn break_down(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }

    /// All that is to be seen, as PNG; nothing where the server is gone.
    pub fn screenshot(&self) -> Option<Vec<u8>> {
        self.connection.get_geometry(self.root).ok()?.reply().ok()?;
        Some(self.picture_of(self.place(XWindow(self.root))))
    }

    /// A part of the screen once nothing moves there any more, as PNG.
    pub fn settled_picture(&self, part: Place) -> Vec<u8> {
        let mut last = Vec::new();
        wait::until("the screen to stand still", || {
            let now = self.picture_of(part);
            let same = now == last;
            last = now;
            same.then_some(())
        });
        last
    }

    /// What a part of the screen shows now: red, green and blue of each pixel, line by line.
    pub fn pixels(&self, part: Place) -> Vec<[u8; 3]> {
        let small = |pixels: u32| u16::try_from(pixels).expect("a small screen");
        let image = self
            .connection
            .get_image(
                ImageFormat::Z_PIXMAP,
                self.root,
                i16::try_from(part.x).expect("a small screen"),
                i16::try_from(part.y).expect("a small screen"),
                small(part.width),
                small(part.height),
                !0,
            )
            .expect("the X server lives")
            .reply()
            .expect("what is on the screen can be read");
        // 24 bits in 32, blue first, as every X server on this kind of machine keeps them.
        let pixels = image.data.chunks_exact(4);
        pixels.map(|pixel| [pixel[2], pixel[1], pixel[0]]).collect()
    }

    fn picture_of(&self, part: Place) -> Vec<u8> {
        let pixels = self.pixels(part);
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, part.width, part.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().expect("a picture has a size");
        writer
            .write_image_data(pixels.as_flattened())
            .expect("as many pixels as said");
        writer.finish().expect("memory does not fail");
        bytes
    }

    /// The windows of this program that are to be seen, from the lowest to the topmost.
    pub fn windows_of(&self, program: &str) -> Vec<XWindow> {
        let tree = self
            .connection
            .query_tree(self.root)
            .expect("the X server lives")
            .reply()
            .expect("the root has children");
        tree.children
            .into_iter()
            .filter(|window| self.is_seen(*window) && self.class(*window).contains(program))
            .map(XWindow)
            .collect()
    }

    /// Waits for the one window of this program.
    #[track_caller]
    pub fn wait_for_window_of(&self, program: &str) -> XWindow {
        wait::until(&format!("a window of {program}"), || {
            self.windows_of(program).into_iter().next()
        })
    }

    fn is_seen(&self, window: u32) -> bool {
        self.connection
            .get_window_attributes(window)
            .expect("the X server lives")
            .reply()
            .is_ok_and(|attributes| attributes.map_state == MapState::VIEWABLE)
    }

    fn class(&self, window: u32) -> String {
        let class = self
            .connection
            .get_property(false, window, AtomEnum::WM_CLASS, AtomEnum::STRING, 0, 256)
            .expect("the X server lives")
            .reply();
        class.map_or(String::new(), |class| {
            String::from_utf8_lossy(&class.value).into_owned()
        })
    }

    /// Where a window stands.
    pub fn place(&self, window: XWindow) -> Place {
        let geometry = self
            .connection
            .get_geometry(window.0)
            .expect("the X server lives")
            .reply()
            .expect("the window is there");
        Place {
            x: geometry.x.into(),
            y: geometry.y.into(),
            width: geometry.width.into(),
            height: geometry.height.into(),
        }
    }

    /// The person moves and stretches a window.
    pub fn put(&self, window: XWindow, place: Place) {
        let to = ConfigureWindowAux::new()
            .x(place.x)
            .y(place.y)
            .width(place.width)
            .height(place.height);
        self.connection
            .configure_window(window.0, &to)
            .expect("the X server lives")
            .check()
            .expect("the window is there");
    }

    /// The person closes a window by its own button.
    pub fn close(&self, window: XWindow) {
        let message = ClientMessageEvent::new(
            32,
            window.0,
            self.atom("WM_PROTOCOLS"),
            [self.atom("WM_DELETE_WINDOW"), x11rb::CURRENT_TIME, 0, 0, 0],
        );
        self.connection
            .send_event(false, window.0, EventMask::NO_EVENT, message)
            .expect("the X server lives")
            .check()
            .expect("the window is there");
    }

    /// Another program's window comes over everything.
    pub fn cover(&self) -> XWindow {
        let window = self.connection.generate_id().expect("the X server lives");
        self.connection
            .create_window(
                x11rb::COPY_DEPTH_FROM_PARENT,
                window,
                self.root,
                0,
                0,
                1440,
                900,
                0,
                WindowClass::INPUT_OUTPUT,
                x11rb::COPY_FROM_PARENT,
                &CreateWindowAux::new().background_pixel(0x0040_4040),
            )
            .expect("the X server lives")
            .check()
            .expect("a window can be made");
        self.connection.map_window(window).expect("the X server lives");
        self.connection
            .configure_window(window, &ConfigureWindowAux::new().stack_mode(StackMode::ABOVE))
            .expect("the X server lives");
        self.connection.sync().expect("the X server lives");
        XWindow(window)
    }

    /// A window gets the keyboard, as the desktop gives it to the one that was opened last.
    pub fn focus(&self, window: XWindow) {
        self.connection
            .set_input_focus(InputFocus::PARENT, window.0, x11rb::CURRENT_TIME)
            .expect("the X server lives")
            .check()
            .expect("the window is to be seen");
    }

    /// Types on the real keyboard, and then presses Enter.
    ///
    /// # Panics
    /// Where there is no `xdotool`.
    pub fn type_line(&self, text: &str) {
        for words in [
            ["type", "--delay", "5", "--", text].as_slice(),
            &["key", "Return"],
        ] {
            let mut typing = super::start(
                Command::new("xdotool")
                    .args(words)
                    .env("DISPLAY", &self.display)
                    .stdin(Stdio::null()),
            );
            let typed = typing.wait().expect("it is our child");
            assert!(typed.success(), "xdotool {words:?}");
        }
    }

    /// Whether a window stands over another.
    pub fn is_over(&self, upper: XWindow, lower: XWindow) -> bool {
        let tree = self
            .connection
            .query_tree(self.root)
            .expect("the X server lives")
            .reply()
            .expect("the root has children");
        let place = |window: XWindow| tree.children.iter().position(|child| *child == window.0);
        place(upper) > place(lower)
    }

    /// The text on the clipboard, if there is one.
    pub fn clipboard(&self) -> Option<String> {
        let window = self.connection.generate_id().expect("the X server lives");
        self.connection
            .create_window(
                x11rb::COPY_DEPTH_FROM_PARENT,
                window,
                self.root,
                0,
                0,
                1,
                1,
                0,
                WindowClass::INPUT_ONLY,
                x11rb::COPY_FROM_PARENT,
                &CreateWindowAux::new(),
            )
            .expect("the X server lives");
        let property = self.atom("RECADO_TEST");
        self.connection
            .convert_selection(
                window,
                self.atom("CLIPBOARD"),
                self.atom("UTF8_STRING"),
                property,
                x11rb::CURRENT_TIME,
            )
            .expect("the X server lives");
        self.connection.flush().expect("the X server lives");
        // The owner answers, or the server where there is none.
        let answer = wait::until("an answer for the clipboard", || {
            let event = self.connection.poll_for_event().expect("the X server lives")?;
            let Event::SelectionNotify(answer) = event else {
                return None;
            };
            (answer.requestor == window).then_some(answer)
        });
        if answer.property == x11rb::NONE {
            return None;
        }
        let text = self
            .connection
            .get_property(true, window, property, AtomEnum::ANY, 0, 1 << 16)
            .expect("the X server lives")
            .reply()
            .expect("the answer is there");
        Some(String::from_utf8(text.value).expect("it was asked for as UTF-8"))
    }

    fn atom(&self, name: &str) -> u32 {
        self.connection
            .intern_atom(false, name.as_bytes())
            .expect("the X server lives")
            .reply()
            .expect("names are taken")
            .atom
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.break_down();
    }
}
