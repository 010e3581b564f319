//! What is wrong with a body, and where, for the person who has to put it right at the sender.

use thiserror::Error;

/// The body is not what it says it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Malformed {
    #[error("the body is not valid JSON: {reason}, at line {line}, column {column}")]
    Json {
        reason: JsonFault,
        line: usize,
        column: usize,
    },
    #[error("the body is not well-formed XML: {reason}, at line {line}, column {column}")]
    Xml {
        reason: XmlFault,
        line: usize,
        column: usize,
    },
    #[error(
        "the XML declares or uses entities of its own, at line {line}, column {column}; write the text itself"
    )]
    XmlEntities { line: usize, column: usize },
    #[error("the body is not valid {charset} text: see byte {byte}")]
    Charset { charset: &'static str, byte: usize },
    #[error("the multipart body can not be read: {reason}")]
    Multipart { reason: MultipartFault },
    #[error("the body is nested deeper than {limit} levels")]
    TooDeep { limit: usize },
    #[error("the body holds more than {limit} values")]
    TooManyValues { limit: usize },
}

/// The kinds of mistakes in JSON that are worth telling apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum JsonFault {
    #[error("it ends too early")]
    End,
    #[error("a comma has nothing after it")]
    TrailingComma,
    #[error("there is more text after the end")]
    TrailingCharacters,
    #[error("a text holds a line break or another control character that is not escaped")]
    ControlCharacter,
    #[error("a text holds an invalid escape")]
    Escape,
    #[error("a number is not valid")]
    Number,
    #[error("a key is not in quotes")]
    Key,
    #[error("unexpected character")]
    Syntax,
}

/// The kinds of mistakes in XML that are worth telling apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum XmlFault {
    #[error("a tag is not closed")]
    UnclosedTag,
    #[error("a closing tag does not match the opening one")]
    MismatchedTag,
    #[error("a tag has no name")]
    NoName,
    #[error("an attribute is not valid")]
    Attribute,
    #[error("a reference (&…;) is not valid; write & as &amp;")]
    Reference,
    #[error("there is more text outside the root element")]
    OutsideRoot,
    #[error("there is no element")]
    NoElement,
    #[error("unexpected character")]
    Syntax,
}

/// The kinds of mistakes in multipart bodies that are worth telling apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MultipartFault {
    #[error("the content type names no boundary")]
    NoBoundary,
    #[error("it ends before its closing boundary")]
    Incomplete,
    #[error("the headers of a part are not valid")]
    Headers,
}

impl Malformed {
    /// The id and the arguments of the message that tells a person what is wrong. `reason` is itself a short id.
    pub fn message(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            Self::Json { reason, line, column } => {
                ("malformed-json", place(Some(reason.id()), *line, *column))
            }
            Self::Xml { reason, line, column } => ("malformed-xml", place(Some(reason.id()), *line, *column)),
            Self::XmlEntities { line, column } => ("malformed-xml-entities", place(None, *line, *column)),
            Self::Charset { charset, byte } => (
                "malformed-charset",
                vec![("charset", (*charset).to_owned()), ("byte", byte.to_string())],
            ),
            Self::Multipart { reason } => ("malformed-multipart", vec![("reason", reason.id().to_owned())]),
            Self::TooDeep { limit } => ("malformed-too-deep", vec![("limit", limit.to_string())]),
            Self::TooManyValues { limit } => {
                ("malformed-too-many-values", vec![("limit", limit.to_string())])
            }
        }
    }
}

impl JsonFault {
    fn id(self) -> &'static str {
        match self {
            Self::End => "end",
            Self::TrailingComma => "trailing-comma",
            Self::TrailingCharacters => "trailing-characters",
            Self::ControlCharacter => "control-character",
            Self::Escape => "escape",
            Self::Number => "number",
            Self::Key => "key",
            Self::Syntax => "syntax",
        }
    }
}

impl XmlFault {
    fn id(self) -> &'static str {
        match self {
            Self::UnclosedTag => "unclosed-tag",
            Self::MismatchedTag => "mismatched-tag",
            Self::NoName => "no-name",
            Self::Attribute => "attribute",
            Self::Reference => "reference",
            Self::OutsideRoot => "outside-root",
            Self::NoElement => "no-element",
            Self::Syntax => "syntax",
        }
    }
}

impl MultipartFault {
    fn id(self) -> &'static str {
        match self {
            Self::NoBoundary => "no-boundary",
            Self::Incomplete => "incomplete",
            Self::Headers => "headers",
        }
    }
}

fn place(reason: Option<&'static str>, line: usize, column: usize) -> Vec<(&'static str, String)> {
    let reason = reason.map(|reason| ("reason", reason.to_owned()));
    reason
        .into_iter()
        .chain([("line", line.to_string()), ("column", column.to_string())])
        .collect()
}

/// Line and column, from 1 and in characters, of a byte of a text.
pub(super) fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..text.floor_char_boundary(byte)).unwrap_or(text);
    let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}
