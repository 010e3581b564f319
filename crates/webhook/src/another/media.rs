//! Pictures, recordings and files: that they came. Their addresses stay among the fields.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::context::Context;
use super::leaves::{Leaf, Leaves, Used};
use super::words::Words;
use crate::event::{Media, MediaKind};

const MOST: usize = 20;

/// In characters.
const LONGEST_NAME: usize = 120;

pub(super) fn read(leaves: &mut Leaves<'_>) -> Vec<Media> {
    let mut media: Vec<Media> = Vec::new();
    let mut files = Vec::new();
    for (at, leaf) in leaves.iter() {
        if media.len() >= MOST {
            break;
        }
        let found = match leaf.value {
            Value::Object(_) => {
                files.push(at);
                file(leaf)
            }
            Value::String(text) => linked(leaf, text.trim()).map(|media| told_by_mime(media, leaf, leaves)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
        };
        // Some senders give one file under two keys.
        media.extend(found.filter(|found| found.name.is_none() || !media.contains(found)));
    }
    files
        .into_iter()
        .for_each(|at| leaves.mark_used(at, Used::Otherwise));
    media
}

/// A file part of a multipart body.
fn file(leaf: &Leaf<'_>) -> Option<Media> {
    let text = |key: &str| leaf.value.get(key).and_then(Value::as_str).unwrap_or_default();
    let kind = of_mime(text("content_type"))
        .or_else(|| of_name(text("filename")))
        .or_else(|| of_key(&leaf.key));
    Some(Media {
        kind: kind.unwrap_or(MediaKind::File),
        name: file_name(text("filename")),
    })
}

/// A link, embedded data or a file's name.
fn linked(leaf: &Leaf<'_>, text: &str) -> Option<Media> {
    // Portraits and logos come with every message and are none of it.
    const PORTRAITS: &[&str] = words![
        avatar profile perfil thumbnail thumb logo icon icone picture pic senderphoto favicon
    ];
    let in_place = match leaf.context {
        Context::Thing | Context::House => false,
        Context::Person => !leaf.key.has(&["foto", "photo", "image", "imagem"]),
        Context::Neutral | Context::Lead | Context::Frame => true,
    };
    if !in_place
        || leaf.key.has(PORTRAITS)
        || (leaf.key.has(&["sender", "chat"]) && leaf.key.has(&["photo", "foto"]))
    {
        return None;
    }
    if let Some(data) = text.strip_prefix("data:") {
        let kind = data.split([';', ',']).next().and_then(of_mime)?;
        return Some(Media { kind, name: None });
    }
    let by_key = of_key(&leaf.key).or_else(|| {
        if leaf.key.is(&["url", "link", "href"]) {
            of_key(&leaf.above)
        } else {
            None
        }
    });
    if text.starts_with("http://") || text.starts_with("https://") {
        let path = text.split(['?', '#']).next()?;
        let (_, after_scheme) = path.split_once("://")?;
        let name = after_scheme
            .split_once('/')
            .and_then(|(_, path)| path.rsplit('/').next())
            .unwrap_or_default();
        let name = percent_decode_str(name).decode_utf8_lossy();
        let by_name = of_name(&name);
        let kind = by_name.or(by_key)?;
        return Some(Media {
            kind,
            name: by_name.and_then(|_| file_name(&name)),
        });
    }
    // Without a link only what is called a file is one: "contrato.pdf" may stand in any text.
    let kind = of_name(text).filter(|_| by_key.is_some() && !text.contains(char::is_whitespace))?;
    Some(Media {
        kind,
        name: file_name(text),
    })
}

/// What is only called a file may have its type beside it, as `MediaUrl0` has `MediaContentType0`.
fn told_by_mime(media: Media, leaf: &Leaf<'_>, leaves: &Leaves<'_>) -> Media {
    let is_mime =
        |key: &Words| key.has(&["mime", "mimetype"]) || key.is(&["contenttype", "mediacontenttype"]);
    let mut beside = leaves.beside(leaf).filter(|(_, other)| is_mime(&other.key));
    let kind = beside.find_map(|(_, other)| of_mime(&other.text()?));
    Media {
        kind: kind
            .filter(|_| media.kind == MediaKind::File)
            .unwrap_or(media.kind),
        ..media
    }
}

fn file_name(name: &str) -> Option<String> {
    let name: String = name
        .trim()
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_NAME)
        .collect();
    (!name.is_empty()).then_some(name)
}

fn of_mime(mime: &str) -> Option<MediaKind> {
    match mime.split('/').next()? {
        "image" => Some(MediaKind::Image),
        "audio" => Some(MediaKind::Audio),
        "video" => Some(MediaKind::Video),
        "text" => Some(MediaKind::Document),
        "application"
            if mime.ends_with("/pdf") || mime.contains("officedocument") || mime.contains("msword") =>
        {
            Some(MediaKind::Document)
        }
        _ => None,
    }
}

fn of_name(name: &str) -> Option<MediaKind> {
    let (stem, extension) = name.rsplit_once('.')?;
    if stem.is_empty() {
        return None;
    }
    match extension.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "heic" | "bmp" | "tif" | "tiff" | "svg" | "avif" => {
            Some(MediaKind::Image)
        }
        "mp3" | "ogg" | "oga" | "opus" | "m4a" | "wav" | "aac" | "amr" | "flac" => Some(MediaKind::Audio),
        "mp4" | "mov" | "avi" | "mkv" | "webm" | "3gp" | "m4v" => Some(MediaKind::Video),
        "pdf" | "doc" | "docx" | "xls" | "xlsx" | "ods" | "odt" | "ppt" | "pptx" | "txt" | "csv" | "rtf" => {
            Some(MediaKind::Document)
        }
        "zip" | "rar" | "7z" => Some(MediaKind::File),
        _ => None,
    }
}

fn of_key(key: &Words) -> Option<MediaKind> {
    const KINDS: &[(&[&str], MediaKind)] = &[
        (
            words![imagem imagens image images imagen imagenes foto fotos photo photos],
            MediaKind::Image,
        ),
        (&["audio", "audios", "voice", "voz"], MediaKind::Audio),
        (&["video", "videos"], MediaKind::Video),
        (
            &["documento", "documentos", "document", "documents"],
            MediaKind::Document,
        ),
        (&["sticker", "figurinha"], MediaKind::Sticker),
        (
            words![
                arquivo arquivos file files anexo anexos attachment attachments archivo adjunto media
                midia upload
            ],
            MediaKind::File,
        ),
    ];
    KINDS
        .iter()
        .find(|(words, _)| key.has(words))
        .map(|(_, kind)| *kind)
}
