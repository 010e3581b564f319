//! Where the window stood and how large it was, kept in the data folder: two businesses have two windows.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tauri::{PhysicalPosition, PhysicalSize, WebviewWindow};

const FILE: &str = "window.json";

/// How much of the title bar must be on some screen, in pixels, so that it can be caught with the pointer.
const TO_CATCH: i32 = 64;

/// In pixels of the screen, of the window when it is not maximised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Frame {
    x: i32,
    y: i32,
    width: u32,
    height: u32,
}

#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Remembered {
    frame: Option<Frame>,
    maximised: bool,
}

pub(crate) struct Place {
    file: PathBuf,
    now: Mutex<Remembered>,
}

impl Place {
    /// As the window was left; a file that is missing or odd says nothing.
    pub(crate) fn read(folder: &Path) -> Self {
        let file = folder.join(FILE);
        let text = fs::read(&file).unwrap_or_default();
        let now = serde_json::from_slice(&text).unwrap_or_default();
        Self {
            file,
            now: Mutex::new(now),
        }
    }

    /// Puts the window, not yet shown, where it was, if there is still a screen there.
    pub(crate) fn restore(&self, window: &WebviewWindow) {
        let Remembered { frame, maximised } = *self.lock();
        let screens = window.available_monitors().unwrap_or_default();
        let screens: Vec<Frame> = screens
            .iter()
            .map(|screen| {
                let (at, size) = (screen.position(), screen.size());
                Frame {
                    x: at.x,
                    y: at.y,
                    width: size.width,
                    height: size.height,
                }
            })
            .collect();
        let restored = (|| {
            if let Some(frame) = frame.filter(|frame| frame.can_be_caught(&screens)) {
                window.set_size(PhysicalSize::new(frame.width, frame.height))?;
                window.set_position(PhysicalPosition::new(frame.x, frame.y))?;
            }
            if maximised {
                window.maximize()?;
            }
            Ok::<_, tauri::Error>(())
        })();
        if let Err(error) = restored {
            tracing::warn!(error = %error, "the window cannot be put where it was");
        }
    }

    /// Notes where the window is now.
    pub(crate) fn remember(&self, window: &WebviewWindow) {
        let is = |state: tauri::Result<bool>| state.unwrap_or(false);
        if is(window.is_minimized()) || is(window.is_fullscreen()) {
            return;
        }
        let maximised = is(window.is_maximized());
        let mut now = self.lock();
        now.maximised = maximised;
        if !maximised && let (Ok(at), Ok(size)) = (window.outer_position(), window.inner_size()) {
            now.frame = Some(Frame {
                x: at.x,
                y: at.y,
                width: size.width,
                height: size.height,
            });
        }
    }

    /// Keeps it for the next time.
    pub(crate) fn write(&self, window: &WebviewWindow) {
        self.remember(window);
        let now = *self.lock();
        let written = (|| {
            let folder = self.file.parent().unwrap_or(Path::new("."));
            // Renamed into place, so that a full disk leaves what was there.
            let mut new = tempfile::NamedTempFile::new_in(folder)?;
            new.write_all(&serde_json::to_vec(&now)?)?;
            new.persist(&self.file)?;
            Ok::<_, std::io::Error>(())
        })();
        if let Err(error) = written {
            tracing::warn!(error = %error, "the window's place is not remembered");
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Remembered> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Frame {
    /// Whether the window's upper edge is within one of the screens, as far as a person needs to move it.
    fn can_be_caught(&self, screens: &[Self]) -> bool {
        let right = |frame: &Self| frame.x.saturating_add_unsigned(frame.width);
        let bottom = |frame: &Self| frame.y.saturating_add_unsigned(frame.height);
        screens.iter().any(|screen| {
            let seen = right(self)
                .min(right(screen))
                .saturating_sub(self.x.max(screen.x));
            seen >= TO_CATCH && self.y >= screen.y && self.y <= bottom(screen).saturating_sub(TO_CATCH)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(x: i32, y: i32, width: u32, height: u32) -> Frame {
        Frame { x, y, width, height }
    }

    #[test]
    fn a_window_comes_back_only_where_its_title_bar_can_be_caught() {
        let laptop = frame(0, 0, 1440, 900);
        let left_of_it = frame(-1920, 0, 1920, 1080);
        let window = |x, y| frame(x, y, 1280, 820);
        assert!(window(100, 40).can_be_caught(&[laptop]));
        assert!(
            window(-1200, 0).can_be_caught(&[laptop]),
            "80 pixels of it are on the screen"
        );
        assert!(
            !window(-1800, 100).can_be_caught(&[laptop]),
            "the second screen is gone"
        );
        assert!(window(-1800, 100).can_be_caught(&[laptop, left_of_it]));
        assert!(
            !window(100, -300).can_be_caught(&[laptop]),
            "its title bar is above the screen"
        );
        assert!(!window(100, 880).can_be_caught(&[laptop]));
        assert!(!window(i32::MAX, i32::MIN).can_be_caught(&[laptop]));
        assert!(!window(100, 40).can_be_caught(&[]));
    }

    #[test]
    fn a_file_that_makes_no_sense_is_as_good_as_none() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), r#"{"frame": "wide"}"#).unwrap();
        let place = Place::read(folder.path());
        assert!(place.lock().frame.is_none());
    }
}
