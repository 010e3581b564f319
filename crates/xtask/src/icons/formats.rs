//! The containers of Windows and macOS.

use anyhow::{Context as _, Result};
use resvg::tiny_skia::Pixmap;

use super::drawing::Drawing;

/// What Windows takes from an `.ico`: title bar, task bar, desktop, at the usual densities.
const ICO: [u32; 7] = [16, 20, 24, 32, 48, 64, 256];

/// What an `.icns` holds: each size that macOS draws, at single and double density.
const ICNS: [u32; 7] = [16, 32, 64, 128, 256, 512, 1024];

pub(super) fn ico(drawing: &Drawing) -> Result<Vec<u8>> {
    let mut folder = ico::IconDir::new(ico::ResourceType::Icon);
    for size in ICO {
        let icon = drawing.app(size)?;
        let image = ico::IconImage::from_rgba_data(size, size, straight(&icon));
        let entry = ico::IconDirEntry::encode(&image).context("Failed to encode for .ico")?;
        folder.add_entry(entry);
    }
    let mut bytes = Vec::new();
    folder.write(&mut bytes).context("Failed to write the .ico")?;
    Ok(bytes)
}

pub(super) fn icns(drawing: &Drawing) -> Result<Vec<u8>> {
    let mut family = icns::IconFamily::new();
    for size in ICNS {
        let icon = drawing.app_for_macos(size)?;
        let image = icns::Image::from_data(icns::PixelFormat::RGBA, size, size, straight(&icon))
            .context("Failed to take the pixels for .icns")?;
        family.add_icon(&image).context("Failed to encode for .icns")?;
    }
    let mut bytes = Vec::new();
    family.write(&mut bytes).context("Failed to write the .icns")?;
    Ok(bytes)
}

/// The pixels with their colours not multiplied by their opacity, as both formats want them.
fn straight(icon: &Pixmap) -> Vec<u8> {
    let pixels = icon.pixels().iter().map(|pixel| pixel.demultiply());
    pixels
        .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()])
        .collect()
}
