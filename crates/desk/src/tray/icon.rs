//! The icon's picture.

/// What the icon lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Panel {
    Light,
    Dark,
    /// The picture has to be seen on either.
    #[cfg_attr(
        not(target_os = "linux"),
        allow(dead_code, reason = "elsewhere it is always known")
    )]
    Unknown,
}

/// Which picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Icon {
    pub(crate) panel: Panel,
    /// Wears a badge.
    pub(crate) unread: bool,
}

/// Four bytes a pixel: red, green, blue, and how opaque.
#[derive(Debug)]
pub(crate) struct Pixels {
    pub(crate) rgba: Vec<u8>,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Icon {
    /// The largest there is: panels make it smaller better than larger, and those with two pixels a point want it.
    pub(crate) fn pixels(self) -> Result<Pixels, png::DecodingError> {
        let file: &[u8] = match (self.panel, self.unread) {
            (Panel::Light, false) => include_bytes!("../../../../icons/tray/light-plain-44.png"),
            (Panel::Light, true) => include_bytes!("../../../../icons/tray/light-unread-44.png"),
            (Panel::Dark | Panel::Unknown, false) => {
                include_bytes!("../../../../icons/tray/dark-plain-44.png")
            }
            (Panel::Dark | Panel::Unknown, true) => {
                include_bytes!("../../../../icons/tray/dark-unread-44.png")
            }
        };
        let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
        decoder.set_transformations(png::Transformations::ALPHA);
        let mut reader = decoder.read_info()?;
        let mut rgba = vec![0; reader.output_buffer_size().unwrap_or_default()];
        let info = reader.next_frame(&mut rgba)?;
        rgba.truncate(info.buffer_size());
        let pixels = Pixels {
            rgba,
            width: info.width,
            height: info.height,
        };
        Ok(match self.panel {
            Panel::Light | Panel::Dark => pixels,
            Panel::Unknown => pixels.with_rim(),
        })
    }
}

/// How far the rim reaches around a picture, in pixels of the largest icon.
const RIM: i64 = 2;

/// What the rim is drawn in: the ink of light panels, so that light ink on one is still seen.
const RIM_INK: [u8; 3] = [0x1d, 0x22, 0x29];

impl Pixels {
    /// With a dark rim around everything that is drawn.
    fn with_rim(self) -> Self {
        let mut rimmed = self.rgba.clone();
        for (index, pixel) in rimmed.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            let drawn = i64::from(pixel[3]);
            let rim = i64::from(self.most_opaque_around(index));
            let under = rim * (255 - drawn) / 255;
            let opaque = drawn + under;
            if opaque == 0 {
                continue;
            }
            for (channel, ink) in pixel.iter_mut().zip(RIM_INK) {
                let mixed = (i64::from(*channel) * drawn + i64::from(ink) * under) / opaque;
                *channel = u8::try_from(mixed).unwrap_or(u8::MAX);
            }
            pixel[3] = u8::try_from(opaque).unwrap_or(u8::MAX);
        }
        Self { rgba: rimmed, ..self }
    }

    fn most_opaque_around(&self, index: usize) -> u8 {
        let width = i64::from(self.width);
        let index = i64::try_from(index).unwrap_or_default();
        let (x, y) = (index % width, index / width);
        let around = (-RIM..=RIM).flat_map(|down| (-RIM..=RIM).map(move |right| (x + right, y + down)));
        around
            .filter(|(x, y)| (0..width).contains(x) && (0..i64::from(self.height)).contains(y))
            .filter_map(|(x, y)| self.rgba.get(usize::try_from((y * width + x) * 4 + 3).ok()?))
            .copied()
            .max()
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use super::*;

    #[test]
    fn where_the_panel_is_unknown_dark_and_light_stand_side_by_side() {
        let pixels = Icon {
            panel: Panel::Unknown,
            unread: false,
        }
        .pixels()
        .unwrap();
        let opaque = || {
            pixels
                .rgba
                .as_chunks::<4>()
                .0
                .iter()
                .filter(|pixel| pixel[3] > 200)
        };
        assert!(
            opaque().any(|pixel| pixel[0] > 200),
            "nothing to see on a dark panel"
        );
        assert!(
            opaque().any(|pixel| pixel[0] < 60),
            "nothing to see on a light panel"
        );
    }

    #[test]
    fn every_icon_is_a_picture_of_its_own() {
        let mut seen = Vec::new();
        for panel in [Panel::Light, Panel::Dark, Panel::Unknown] {
            for unread in [false, true] {
                let pixels = Icon { panel, unread }.pixels().unwrap();
                assert_eq!((pixels.width, pixels.height), (44, 44));
                assert_eq!(pixels.rgba.len(), 44 * 44 * 4);
                assert!(!seen.contains(&pixels.rgba));
                seen.push(pixels.rgba);
            }
        }
    }
}
