//! Rasterises the parts of the drawing and composes them.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};
use resvg::{
    tiny_skia::{BlendMode, Color, IntSize, Paint, Pixmap, PixmapPaint, Rect, Transform},
    usvg::{Options, Tree},
};

/// The side of the drawing's square, in its own units.
const SIDE: f32 = 512.0;

/// How much wider than the badge the gap around it is, so that it stands apart from the square at 22 pixels.
const GAP: f32 = 1.28;

/// What the tray's icon is laid on.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Panel {
    Light,
    Dark,
}

impl Panel {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The design's `--ink` on this kind of panel.
    fn ink(self) -> Color {
        match self {
            Self::Light => Color::from_rgba8(0x1d, 0x22, 0x29, 0xff),
            Self::Dark => Color::from_rgba8(0xf0, 0xee, 0xea, 0xff),
        }
    }

    /// The design's `--bell` on this kind of panel.
    fn bell(self) -> Color {
        match self {
            Self::Light => Color::from_rgba8(0xe6, 0x59, 0x09, 0xff),
            Self::Dark => Color::from_rgba8(0xf9, 0x83, 0x3e, 0xff),
        }
    }
}

/// The parsed drawing.
pub(crate) struct Drawing {
    tree: Tree,
}

impl Drawing {
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| format!("Failed to read {}", file.display()))?;
        // A hidden part is shown only in the icons that want it, but has to be in the tree for that.
        let text = text.replace(r#" visibility="hidden""#, "");
        let tree = Tree::from_str(&text, &Options::default())
            .with_context(|| format!("{} is no SVG", file.display()))?;
        Ok(Self { tree })
    }

    /// The app's icon, with the hair of room around it that launchers expect.
    pub(crate) fn app(&self, size: u32) -> Result<Pixmap> {
        self.mark(size, size / 32)
    }

    /// The app's icon for macOS, whose grid leaves 100 of 1024 pixels free on each side.
    pub(crate) fn app_for_macos(&self, size: u32) -> Result<Pixmap> {
        self.mark(size, (size * 100).div_ceil(1024))
    }

    /// The square with the bell cut out, in the ink of the panel.
    pub(crate) fn tray_plain(&self, panel: Panel, size: u32) -> Result<Pixmap> {
        let margin = size / 16;
        let mut icon = tinted(&self.part("square", size, margin)?, panel.ink())?;
        cut(&mut icon, &self.part("bell", size, margin)?);
        Ok(icon)
    }

    /// The same with a badge.
    pub(crate) fn tray_unread(&self, panel: Panel, size: u32) -> Result<Pixmap> {
        let mut icon = self.tray_plain(panel, size)?;
        let margin = size / 16;
        let badge = self.part("badge", size, margin)?;
        cut(&mut icon, &self.part_scaled("badge", size, margin, GAP)?);
        put(&mut icon, &tinted(&badge, panel.bell())?, BlendMode::SourceOver);
        Ok(icon)
    }

    fn mark(&self, size: u32, margin: u32) -> Result<Pixmap> {
        let mut icon = self.part("square", size, margin)?;
        put(
            &mut icon,
            &self.part("bell", size, margin)?,
            BlendMode::SourceOver,
        );
        Ok(icon)
    }

    /// One part, alone on a transparent ground of `size` pixels. `margin` is in whole pixels, so that straight edges
    /// stay sharp.
    fn part(&self, id: &str, size: u32, margin: u32) -> Result<Pixmap> {
        self.part_scaled(id, size, margin, 1.0)
    }

    /// The part, grown about its own middle.
    fn part_scaled(&self, id: &str, size: u32, margin: u32, grown: f32) -> Result<Pixmap> {
        let node = self
            .tree
            .node_by_id(id)
            .with_context(|| format!("The drawing has no part {id}"))?;
        let bounds = node.abs_bounding_box();
        let (x, y) = (
            bounds.x() + bounds.width() / 2.0,
            bounds.y() + bounds.height() / 2.0,
        );
        let margin = margin as f32;
        let scale = (size as f32 - 2.0 * margin) / SIDE;
        let place = Transform::from_scale(grown, grown)
            .pre_translate(-x, -y)
            .post_translate(x, y)
            .post_scale(scale, scale)
            .post_translate(margin, margin);
        let mut pixmap = empty(size)?;
        // `render_node` lays the node's own corner at the origin.
        let own = node.abs_layer_bounding_box().context("The part is empty")?;
        resvg::render_node(node, place.pre_translate(own.x(), own.y()), &mut pixmap.as_mut());
        Ok(pixmap)
    }
}

fn empty(size: u32) -> Result<Pixmap> {
    let size = IntSize::from_wh(size, size).context("An icon needs a size")?;
    Pixmap::new(size.width(), size.height()).context("The icon is too large")
}

/// The shape of `part` in one colour.
fn tinted(part: &Pixmap, colour: Color) -> Result<Pixmap> {
    let mut tinted = part.clone();
    let all =
        Rect::from_xywh(0.0, 0.0, part.width() as f32, part.height() as f32).context("An empty icon")?;
    let mut paint = Paint::default();
    paint.set_color(colour);
    paint.blend_mode = BlendMode::SourceIn;
    tinted.fill_rect(all, &paint, Transform::identity(), None);
    Ok(tinted)
}

/// Takes the shape of `part` out of `icon`.
fn cut(icon: &mut Pixmap, part: &Pixmap) {
    put(icon, part, BlendMode::DestinationOut);
}

fn put(icon: &mut Pixmap, part: &Pixmap, blend_mode: BlendMode) {
    let paint = PixmapPaint {
        blend_mode,
        ..PixmapPaint::default()
    };
    icon.draw_pixmap(0, 0, part.as_ref(), &paint, Transform::identity(), None);
}
