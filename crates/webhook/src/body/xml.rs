//! XML becomes a tree by one rule.
//!
//! An element is an object: its attributes are `@name`, its elements keep their names, its text is `#text`. An element
//! with neither attributes nor elements is its trimmed text. Elements of one name become a list. Prefixes of namespaces
//! are dropped, and so are their declarations. The root is kept: `<lead><nome>Ana</nome></lead>` is
//! `{"lead": {"nome": "Ana"}}`.
//!
//! A document type may stand there, but nothing it names is fetched, and one that declares entities is refused: they
//! are how a short body asks for gigabytes or for the files of this computer.

use quick_xml::XmlVersion;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::escape::EscapeError;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::reader::Reader;
use serde_json::Value;

use super::charset::decode;
use super::limits::{Budget, check_depth};
use super::malformed::{Malformed, XmlFault, line_and_column};
use super::object::Object;

pub(super) fn read(bytes: &[u8], charset: Option<&str>) -> Result<Value, Malformed> {
    let declared = declared_encoding(bytes);
    let text = decode(bytes, declared.as_deref().or(charset))?;
    let mut reader = Reader::from_str(&text);
    let mut tree = Tree::default();
    loop {
        let start = reader.buffer_position();
        let event = reader
            .read_event()
            .map_err(|error| (fault(&error), reader.error_position()));
        let (fault, position) = match event {
            Ok(Event::Eof) => match tree.finish() {
                Ok(value) => return Ok(value),
                Err(fault) => (fault, start),
            },
            Ok(event) => match tree.take(event) {
                Ok(()) => continue,
                Err(fault) => (fault, start),
            },
            Err(error) => error,
        };
        let (line, column) = line_and_column(&text, usize::try_from(position).unwrap_or(text.len()));
        return Err(match fault {
            Fault::Wrong(reason) => Malformed::Xml { reason, line, column },
            Fault::Entities => Malformed::XmlEntities { line, column },
            Fault::Limit(malformed) => malformed,
        });
    }
}

/// What `<?xml … encoding="…"?>` says. The declaration is ASCII in every encoding that needs it.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let start = bytes.iter().position(|byte| *byte == b'<')?;
    let head = bytes.get(start..)?;
    let head = String::from_utf8_lossy(head.get(..256).unwrap_or(head));
    let declaration = head.strip_prefix("<?xml")?.split("?>").next()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let label = value.strip_prefix(quote)?.split(quote).next()?;
    encoding_rs::Encoding::for_label(label.as_bytes()).map(|_| label.to_owned())
}

enum Fault {
    Wrong(XmlFault),
    Entities,
    Limit(Malformed),
}

impl From<Malformed> for Fault {
    fn from(malformed: Malformed) -> Self {
        Self::Limit(malformed)
    }
}

#[derive(Default)]
struct Tree {
    /// The elements that are open, the root first.
    open: Vec<Element>,
    root: Option<(String, Value)>,
    budget: Budget,
}

struct Element {
    name: String,
    object: Object,
    text: String,
}

impl Tree {
    fn take(&mut self, event: Event<'_>) -> Result<(), Fault> {
        match event {
            Event::Start(tag) => self.open(&tag),
            Event::Empty(tag) => self.open(&tag).and_then(|()| self.close()),
            Event::End(_) => self.close(),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => self.text(resolved(&reference)?.encode_utf8(&mut [0; 4])),
            Event::DocType(declared) if declared.to_ascii_uppercase().contains("<!ENTITY") => {
                Err(Fault::Entities)
            }
            Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => Ok(()),
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), Fault> {
        if self.open.is_empty() && self.root.is_some() {
            return Err(Fault::Wrong(XmlFault::OutsideRoot));
        }
        check_depth(self.open.len() + 1)?;
        self.budget.spend()?;
        let mut object = Object::default();
        // The library's check for doubled attributes compares each with each; here they become a list.
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Fault::Wrong(XmlFault::Attribute))?;
            if declares_namespace(attribute.key) {
                continue;
            }
            self.budget.spend()?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| fault(&error))?;
            object.add(
                format!("@{}", name(attribute.key)?),
                Value::String(value.into_owned()),
            );
        }
        self.open.push(Element {
            name: name(tag.name())?,
            object,
            text: String::new(),
        });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Fault> {
        let Some(mut element) = self.open.pop() else {
            return Err(Fault::Wrong(XmlFault::MismatchedTag));
        };
        let text = element.text.trim();
        let value = if element.object.is_empty() {
            Value::String(text.to_owned())
        } else {
            if !text.is_empty() {
                element
                    .object
                    .add("#text".to_owned(), Value::String(text.to_owned()));
            }
            element.object.into_value()
        };
        match self.open.last_mut() {
            Some(parent) => parent.object.add(element.name, value),
            None => self.root = Some((element.name, value)),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Fault> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err(Fault::Wrong(XmlFault::OutsideRoot)),
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Value, Fault> {
        if !self.open.is_empty() {
            return Err(Fault::Wrong(XmlFault::UnclosedTag));
        }
        let (name, value) = self.root.take().ok_or(Fault::Wrong(XmlFault::NoElement))?;
        let mut object = Object::default();
        object.add(name, value);
        Ok(object.into_value())
    }
}

fn name(qualified: QName<'_>) -> Result<String, Fault> {
    let local = qualified.local_name().into_inner();
    if local.is_empty() {
        return Err(Fault::Wrong(XmlFault::NoName));
    }
    Ok(local.to_owned())
}

fn declares_namespace(qualified: QName<'_>) -> bool {
    let name = qualified.into_inner();
    name == "xmlns" || name.starts_with("xmlns:")
}

fn resolved(reference: &BytesRef<'_>) -> Result<char, Fault> {
    let character = match reference.as_ref() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        name if name.starts_with('#') => {
            let character = reference.resolve_char_ref().ok().flatten();
            character.ok_or(Fault::Wrong(XmlFault::Reference))?
        }
        _ => return Err(Fault::Entities),
    };
    Ok(character)
}

fn fault(error: &Error) -> Fault {
    Fault::Wrong(match error {
        Error::Escape(EscapeError::UnrecognizedEntity(..)) => return Fault::Entities,
        Error::Escape(_) | Error::IllFormed(IllFormedError::UnclosedReference) => XmlFault::Reference,
        Error::IllFormed(IllFormedError::MismatchedEndTag { .. } | IllFormedError::UnmatchedEndTag(_)) => {
            XmlFault::MismatchedTag
        }
        Error::Syntax(
            SyntaxError::UnclosedTag
            | SyntaxError::UnclosedSingleQuotedAttributeValue
            | SyntaxError::UnclosedDoubleQuotedAttributeValue,
        )
        | Error::IllFormed(IllFormedError::MissingEndTag(_)) => XmlFault::UnclosedTag,
        Error::InvalidAttr(_) => XmlFault::Attribute,
        Error::Io(_) | Error::Syntax(_) | Error::IllFormed(_) | Error::Encoding(_) | Error::Namespace(_) => {
            XmlFault::Syntax
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_leaf_is_its_text_and_the_root_is_kept() {
        check(
            "<lead> <nome>Carlos</nome> <mensagem>\n Quero agendar \n</mensagem> <vazio/> </lead>",
            json!({"lead": {"nome": "Carlos", "mensagem": "Quero agendar", "vazio": ""}}),
        );
    }

    #[test]
    fn attributes_and_text_stand_beside_elements() {
        check(
            r#"<a x="1" y='2'>um <b z="3">dois</b> três</a>"#,
            json!({"a": {"@x": "1", "@y": "2", "b": {"@z": "3", "#text": "dois"}, "#text": "um  três"}}),
        );
    }

    #[test]
    fn elements_of_one_name_become_a_list() {
        check(
            "<a><b>1</b><c/><b>2</b><b><d/></b></a>",
            json!({"a": {"b": ["1", "2", {"d": ""}], "c": ""}}),
        );
    }

    #[test]
    fn prefixes_and_namespaces_are_dropped() {
        check(
            r#"<s:Envelope xmlns:s="urn:s" xmlns="urn:d" s:v="1"><s:nome>Ana</s:nome></s:Envelope>"#,
            json!({"Envelope": {"@v": "1", "nome": "Ana"}}),
        );
    }

    #[test]
    fn references_and_cdata_are_text() {
        check(
            "<a t='&quot;&#233;'>R&amp;D &lt;3 &#x41;<![CDATA[ & <b>]]></a>",
            json!({"a": {"@t": "\"é", "#text": "R&D <3 A & <b>"}}),
        );
    }

    #[test]
    fn an_attribute_may_hold_many_references() {
        let address = "?a&amp;".repeat(1000);
        check(
            &format!("<a href='{address}'/>"),
            json!({"a": {"@href": "?a&".repeat(1000)}}),
        );
    }

    #[test]
    fn a_document_type_without_entities_is_passed_over() {
        check(
            "<?xml version='1.0'?><!DOCTYPE lead SYSTEM 'http://example.com/l.dtd'><!-- - --><lead/>\n<!-- -->",
            json!({"lead": ""}),
        );
    }

    #[test]
    fn the_declared_encoding_counts_more_than_the_headers() {
        let body = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>hor\xe1rio</a>";
        assert_eq!(read(body, Some("utf-8")), Ok(json!({"a": "horário"})));
        assert_eq!(
            read(b"<a>hor\xe1rio</a>", Some("latin1")),
            Ok(json!({"a": "horário"}))
        );
        let lying = "<?xml version=\"1.0\" encoding=\"utf-16\"?><a>horário</a>";
        assert_eq!(read(lying.as_bytes(), None), Ok(json!({"a": "horário"})));
    }

    #[test]
    fn utf_16_is_decoded() {
        let text = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>horário</a>";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&bytes, None), Ok(json!({"a": "horário"})));
    }

    #[test]
    fn a_byte_that_does_not_fit_is_pointed_at() {
        assert_eq!(
            read(b"\xef\xbb\xbf<a>hor\xe1rio</a>", None),
            Err(Malformed::Charset {
                charset: "UTF-8",
                byte: 9
            })
        );
    }

    #[test]
    fn entities_are_refused_and_never_resolved() {
        for document in [
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"http://example.com/x\">]><a>&x;</a>",
            "<!DOCTYPE a [<!ENTITY b \"bbb\"><!ENTITY c \"&b;&b;\">]><a/>",
            "<!DOCTYPE a [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><a/>",
            "<a>&nbsp;</a>",
            "<a b='&x;'/>",
        ] {
            let outcome = read(document.as_bytes(), None);
            assert!(
                matches!(outcome, Err(Malformed::XmlEntities { .. })),
                "{document}: {outcome:?}"
            );
        }
    }

    #[test]
    fn mistakes_are_told_apart_and_located() {
        check_fault("<a>\n<b>é</c></a>", XmlFault::MismatchedTag, 2, 5);
        check_fault("<a>\n<b></b>", XmlFault::UnclosedTag, 2, 8);
        check_fault("<a><b", XmlFault::UnclosedTag, 1, 4);
        check_fault("<a></a><b/>", XmlFault::OutsideRoot, 1, 8);
        check_fault("<a></a> lixo", XmlFault::OutsideRoot, 1, 8);
        check_fault("<a></a></b>", XmlFault::MismatchedTag, 1, 8);
        check_fault("<a b></a>", XmlFault::Attribute, 1, 1);
        check_fault("<a>R & D</a>", XmlFault::Reference, 1, 6);
        check_fault("<a>&#xd800;</a>", XmlFault::Reference, 1, 4);
        check_fault("<!-- só isso -->", XmlFault::NoElement, 1, 17);
        check_fault("<a><></></a>", XmlFault::NoName, 1, 4);
    }

    #[test]
    fn a_bomb_of_depth_is_refused_at_the_bound() {
        let nested = |levels: usize| format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels));
        assert!(read(nested(64).as_bytes(), None).is_ok());
        for bomb in [nested(65), "<a>".repeat(1 << 20)] {
            assert!(read(bomb.as_bytes(), None) == Err(Malformed::TooDeep { limit: 64 }));
        }
    }

    #[test]
    fn a_bomb_of_values_is_refused_at_the_bound() {
        let attributes: String = (0..200_000).map(|n| format!(" a{n}=''")).collect();
        for bomb in [
            format!("<a>{}</a>", "<b/>".repeat(100_000)),
            format!("<a{attributes}/>"),
        ] {
            assert!(read(bomb.as_bytes(), None) == Err(Malformed::TooManyValues { limit: 100_000 }));
        }
    }

    fn check(text: &str, expected: Value) {
        assert_eq!(read(text.as_bytes(), None), Ok(expected), "{text}");
    }

    fn check_fault(text: &str, reason: XmlFault, line: usize, column: usize) {
        assert_eq!(
            read(text.as_bytes(), None),
            Err(Malformed::Xml { reason, line, column }),
            "{text}"
        );
    }
}
